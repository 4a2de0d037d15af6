{#- The days of the reporting time zone whose reach is to be counted anew: [{'day', 'utc_days',
    'made_from'}]; `made_from` names the builds that counted the UTC days which it lies in. Days
    that are closed stay as they are. -#}
{%- macro changed_reach_days(counted) -%}
    {%- set days = ad_metrics._utc_days_with_builds() -%}
    {%- set builds = days.builds -%}
    {%- set before = ad_metrics._reach_days_before(counted) -%}
    {%- set zone = modules.pytz.timezone(ad_metrics.setting('reporting_timezone')) -%}
    {%- set one_day = modules.datetime.timedelta(days=1) -%}
    {%- set candidates = before.keys() | list -%}
    {%- for utc_day in builds -%}
        {%- for number in [-1, 0, 1] -%}
            {%- do candidates.append(ad_metrics.day_after(utc_day, number)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set changed = [] -%}
    {%- for day in candidates | unique | sort -%}
        {%- set midnight = modules.datetime.datetime.fromisoformat(day) -%}
        {%- set starts_at = zone.localize(midnight).astimezone(modules.pytz.utc) -%}
        {%- set ends_at = zone.localize(midnight + one_day).astimezone(modules.pytz.utc) -%}
        {%- set last_second = ends_at - modules.datetime.timedelta(seconds=1) -%}
        {%- set utc_days = [] -%}
        {%- for utc_day in [starts_at.date() | string, last_second.date() | string] | unique
            if utc_day in builds -%}
            {%- do utc_days.append(utc_day) -%}
        {%- endfor -%}
        {%- set made_from = [
            ad_metrics.setting('reporting_timezone'), ad_metrics.reach_sketch_size()
        ] -%}
        {%- for utc_day in utc_days -%}
            {%- do made_from.append(builds[utc_day]) -%}
        {%- endfor -%}
        {%- set made_from = made_from | join(' ') if utc_days else '' -%}
        {%- if made_from != before.get(day, '')
            and not utc_days | select('in', days.closed) | list -%}
            {%- do changed.append({
                'day': day, 'utc_days': utc_days, 'made_from': made_from,
                'starts_at': starts_at.strftime('%Y-%m-%d %H:%M:%S'),
                'ends_at': ends_at.strftime('%Y-%m-%d %H:%M:%S'),
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(changed) }}
{%- endmacro -%}


{#- {'builds': {UTC day: the build that counted it}, 'closed': days}. -#}
{%- macro _utc_days_with_builds() -%}
    {%- set builds = {} -%}
    {%- set closed = [] -%}
    {%- for row in run_query(
        'select cast(counted.raw_day as ' ~ ad_metrics.type_text() ~ ') as raw_day,'
        ~ ' max(counted.judged_in) as judged_in, max(case when closed.utc_day is null then 0 else 1'
        ~ ' end) as is_closed from ' ~ ref('ad_metrics', 'base_ad_events__read') ~ ' as counted'
        ~ ' left join ' ~ ref('ad_metrics', 'base_ad_events__closed_days') ~ ' as closed'
        ~ ' on counted.raw_day = closed.utc_day where not counted.is_late'
        ~ " and counted.raw_day <> cast('0001-01-01' as date) group by counted.raw_day"
    ).rows -%}
        {%- do builds.update({row['raw_day']: row['judged_in']}) -%}
        {%- do closed.append(row['raw_day']) if row['is_closed'] | int -%}
    {%- endfor -%}
    {{ return({'builds': builds, 'closed': closed}) }}
{%- endmacro -%}


{%- macro _reach_days_before(counted) -%}
    {%- set before = {} -%}
    {%- if counted -%}
        {%- for row in run_query(
            'select cast(date_day as ' ~ ad_metrics.type_text() ~ ') as date_day, made_from from '
            ~ counted ~ ' where made_from is not null'
        ).rows -%}
            {%- do before.update({row['date_day']: row['made_from']}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(before) }}
{%- endmacro -%}
