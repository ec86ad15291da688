using KpiPlatform.Cli.Running;

namespace KpiPlatform.Cli.Commands;

/// <summary>What `up` prints: addresses, key, and two commands to copy.</summary>
internal sealed record Welcome(RunState State, string Workspace, string Key)
{
    private string Ingest => State.Ingest!.ToString().TrimEnd('/');

    private string Query => State.Query!.ToString().TrimEnd('/');

    public object Json => new { ingest = Ingest, query = Query, workspace = Workspace, key = Key };

    public string Text => $$"""
        KpiPlatform is up.

          events in    {{Ingest}}
          KPIs out     {{Query}}
          workspace    {{Workspace}}
          key          {{Key}}   (may do everything in this workspace)

        Try next:

          curl -s {{Ingest}}/v1/events -H 'Authorization: Bearer {{Key}}' -H 'Content-Type: application/cloudevents+json' -d '{"specversion":"1.0","id":"try-1","source":"/try/me","type":"helpdesk.ticket.opened","subject":"1","time":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","data":{"channel":"email"} }'
          curl -s '{{Query}}/v1/summary?kpi=tickets_opened&window=24h' -H 'Authorization: Bearer {{Key}}'

          ./kpi status    what runs           ./kpi doctor    what is wrong
          ./kpi logs      what it says        ./kpi down      stop it

        """;
}
