do $$
begin
    create table if not exists {name} partition of log for values from ('{from}') to ('{to}');
exception when check_violation then null; -- the default partition has rows of that month: it keeps taking them
end $$
