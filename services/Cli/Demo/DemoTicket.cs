using System.Globalization;
using KpiPlatform.Contracts.V1;

namespace KpiPlatform.Cli.Demo;

/// <summary>The life of one simulated ticket, from the request to the survey: told once, from its own dice.</summary>
internal sealed class DemoTicket
{
    private readonly Dice _dice;
    private readonly DemoScript _script;
    private readonly TimeZoneInfo _zone;
    private readonly DemoChannel _channel;
    private readonly DemoCategory _category;
    private readonly DemoAgent _agent;
    private readonly DateTimeOffset _openedAt;
    private TimeSpan _waited;

    private DemoTicket(Dice dice, DemoScript script, TimeZoneInfo zone)
    {
        (_dice, _script, _zone, _openedAt) = (dice, script, zone, script.Now);
        _channel = dice.One(DemoCast.Channels);
        _category = dice.One(DemoCast.Categories);
        _agent = dice.One(DemoCast.Agents.Where(agent => agent.Team == _category.Team).ToList());
    }

    public static IEnumerable<DemoEvent> Tell(string source, string subject, DateTimeOffset at, TimeZoneInfo zone, Dice dice)
    {
        var script = new DemoScript(source, subject, dice) { Now = at };
        new DemoTicket(dice, script, zone).Live();
        return script.Sent;
    }

    private void Live()
    {
        var calledBack = _channel.Name == "voice" && _dice.Chance(0.08);
        Open(calledBack ? "agent" : "customer");
        if (!_channel.RoundTheClock && _channel.Name != "voice" && _dice.Chance(0.04))
        {
            Remove();
            return;
        }

        if (_dice.Chance(_channel.BotShare) && BotResolves()) return;
        if (_channel.Name == "email" && _dice.Chance(0.7)) After(TimeSpan.FromSeconds(3), () => _script.Reply("automation"));
        Work();
        Resolve();
        if (_dice.Chance(0.07)) Reopen();
        Surveys();
    }

    private void Open(string by)
    {
        var customer = string.Create(CultureInfo.InvariantCulture, $"customer-{_dice.Whole(1, DemoCast.Customers)}");
        var detail = _channel.Details.Count > 0 ? _dice.One(_channel.Details) : _channel.Name;
        _script.Write(EventTypes.TicketOpened, ("channel", _channel.Name), ("channel_detail", detail), ("opened_by", by), ("customer", customer),
            ("category", _category.Name), ("area", _category.Area), ("team", _category.Team), ("priority", _dice.One(DemoCast.Priorities)));
    }

    private void Remove() => After(_dice.Around(TimeSpan.FromMinutes(20)), () =>
        _script.Write(EventTypes.TicketRemoved, ("reason", _dice.One([("spam", 8.0), ("merged", 2.0), ("test", 0.5)]))));

    /// <summary>A bot answers at once; what it can't do it hands over to people.</summary>
    private bool BotResolves()
    {
        After(TimeSpan.FromSeconds(_dice.Whole(1, 4)), () => _script.Reply("bot"));
        After(_dice.Around(TimeSpan.FromSeconds(50)), () => _script.Reply("customer"));
        var can = _dice.Chance(0.38);
        After(TimeSpan.FromSeconds(_dice.Whole(1, 4)), () => _script.Reply("bot", handoff: !can));
        if (can) After(_dice.Around(TimeSpan.FromMinutes(3)), () => _script.Write(EventTypes.TicketResolved, ("by", "bot")));
        return can;
    }

    private void Work()
    {
        After(TimeSpan.FromSeconds(_dice.Whole(5, 90)), () => _script.Write(EventTypes.TicketAssigned, ("agent", _agent.Name), ("team", _agent.Team)));
        if (_dice.Chance(0.08)) After(_dice.Around(TimeSpan.FromMinutes(4)), Reclassify);
        var rounds = 1 + _dice.Poisson(_category.ExtraRounds);
        for (var round = 0; round < rounds; round++)
        {
            if (round > 0) CustomerWrites();
            if (_dice.Chance(0.12)) After(_dice.Around(TimeSpan.FromMinutes(2)), () => _script.Reply("agent", _agent.Name, isPublic: false));
            Answer();
        }
    }

    private void Reclassify() =>
        _script.Write(EventTypes.TicketClassified, ("category", _dice.One(DemoCast.Categories).Name), ("priority", _dice.One(DemoCast.Priorities)));

    private void CustomerWrites()
    {
        if (_dice.Chance(0.4)) After(TimeSpan.FromSeconds(_dice.Whole(1, 60)), () => _script.Write(EventTypes.TicketPended));
        After(_dice.Around(_channel.RoundTheClock ? TimeSpan.FromMinutes(4) : TimeSpan.FromHours(5)), () => _script.Reply("customer"));
    }

    private void Answer()
    {
        var asked = _script.Now;
        var ready = asked + _dice.Around(_channel.UsualWait * _agent.Pace);
        _script.Now = _channel.RoundTheClock ? ready : DemoHours.NextOnDuty(ready, _zone, _dice);
        _script.Reply("agent", _agent.Name, handleSeconds: _dice.Around(TimeSpan.FromMinutes(4)).TotalSeconds);
        if (_waited == TimeSpan.Zero) _waited = _script.Now - _openedAt;
        if (_channel.Name == "voice") _script.Write(EventTypes.WorkLogged, ("seconds", _dice.Whole(60, 900)), ("agent", _agent.Name), ("medium", "phone"));
    }

    private void Resolve() => After(_dice.Around(_channel.RoundTheClock ? TimeSpan.FromMinutes(5) : TimeSpan.FromMinutes(40)), () =>
        _script.Write(EventTypes.TicketResolved, ("agent", _agent.Name), ("by", "agent"), ("confirmed_by_customer", _dice.Chance(0.35))));

    private void Reopen()
    {
        After(_dice.Around(TimeSpan.FromHours(20)), () => _script.Reply("customer"));
        _script.Write(EventTypes.TicketReopened, ("by", "customer"));
        Answer();
        Resolve();
    }

    private void Surveys()
    {
        if (_dice.Chance(0.55)) new DemoSurvey(_dice, _script, _waited / _channel.UsualWait).Ask("csat", "1-5", _agent.Name, _category.Area);
        if (_dice.Chance(0.12)) new DemoSurvey(_dice, _script, _waited / _channel.UsualWait).Ask("nps", "0-10", agent: null, area: null);
        if (_dice.Chance(0.12)) new DemoSurvey(_dice, _script, _waited / _channel.UsualWait).Ask("ces", "1-7", _agent.Name, area: null);
    }

    private void After(TimeSpan pause, Action happens)
    {
        _script.Now += pause;
        happens();
    }
}
