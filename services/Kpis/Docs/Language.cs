namespace KpiPlatform.Kpis.Docs;

/// <summary>One of the four languages of names.</summary>
/// <param name="Name">What the language calls itself.</param>
/// <param name="Columns">The index's four headings: name, id, unit, what is better.</param>
/// <param name="Pick">This language's one of four words.</param>
internal sealed record Language(string Name, IReadOnlyList<string> Columns, Func<Names, string> Pick)
{
    private static readonly Dictionary<string, Names> Units = new(StringComparer.Ordinal)
    {
        ["s"] = new("seconds", "Sekunden", "sekuntia", "sekunder"),
        ["tickets"] = new("tickets", "Tickets", "tikettiä", "ärenden"),
        ["events"] = new("events", "Ereignisse", "tapahtumaa", "händelser"),
        ["replies"] = new("replies", "Antworten", "vastausta", "svar"),
        ["customers"] = new("customers", "Kunden", "asiakasta", "kunder"),
        ["returns"] = new("returns", "Retouren", "palautusta", "returer"),
        ["services"] = new("services", "Dienste", "palvelua", "tjänster"),
        ["money"] = new("money", "Geld", "rahaa", "pengar"),
        ["ratio"] = new("share, 0 to 1", "Anteil, 0 bis 1", "osuus, 0–1", "andel, 0 till 1"),
        ["1-5"] = new("score from 1 to 5", "Note von 1 bis 5", "arvosana 1–5", "betyg från 1 till 5"),
        ["1-7"] = new("score from 1 to 7", "Note von 1 bis 7", "arvosana 1–7", "betyg från 1 till 7"),
        ["points"] = new("points, −100 to 100", "Punkte, −100 bis 100", "pistettä, −100–100", "poäng, −100 till 100"),
    };

    private static readonly Dictionary<Better, Names> Directions = new()
    {
        [Better.Higher] = new("higher", "höher", "suurempi", "högre"),
        [Better.Lower] = new("lower", "niedriger", "pienempi", "lägre"),
        [Better.Neither] = new("–", "–", "–", "–"),
    };

    public static IReadOnlyList<Language> All { get; } =
    [
        new("English", ["KPI", "id", "Unit", "Better is"], names => names.En),
        new("Deutsch", ["Kennzahl", "id", "Einheit", "Besser ist"], names => names.De),
        new("Suomi", ["Tunnusluku", "id", "Yksikkö", "Parempi on"], names => names.Fi),
        new("Svenska", ["Nyckeltal", "id", "Enhet", "Bättre är"], names => names.Sv),
    ];

    public string Anchor => Name.ToLowerInvariant();

    public string Of(Names names) => Pick(names);

    /// <summary>The unit in this language; its symbol where there is no word for it.</summary>
    public string Of(Unit unit) => Units.TryGetValue(unit.Symbol, out var names) ? Of(names) : unit.Symbol;

    public string Of(Better better) => Of(Directions[better]);
}
