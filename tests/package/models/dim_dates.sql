-- A model of the user's own, whose name is also one of the package's.
select cast('2027-03-14' as date) as date_day
