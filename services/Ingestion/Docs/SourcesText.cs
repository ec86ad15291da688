namespace KpiPlatform.Ingestion.Docs;

/// <summary>What docs/sources.md says about all sources.</summary>
internal static class SourcesText
{
    public const string HowItWorks = """
        ```
        ./kpi sources add zendesk --workspace acme       the URL, where to paste it, what to tick, the secret
        ./kpi sources test zendesk --workspace acme      sends a signed sample to the running ingestion; nothing is counted
        ./kpi sources try FILE --source zendesk          what a payload would become; nothing needs to run (--map FILE for a mapping, --headers FILE, --json)
        ./kpi sources list · kinds · guide SOURCE · secret add|revoke · remove · check
        ./kpi quarantine list                            shapes of payloads that were refused
        ```

        - **Verification**: a request is let in when it shows that its sender knows one of the connection's secrets, in the vendor's own way, over the body as it came and in constant time.
          An unknown source, an unknown workspace and a wrong secret get the same 401; where a signature covers a time it may be five minutes away, and elsewhere the events' ids keep a replay from counting.
        - **Rotation**: `./kpi sources secret add CONNECTION`, change it in the vendor's settings, `./kpi sources secret revoke CONNECTION SECRET`. Both are good in between, ingestion sees each change within a
          second, and a secret is only ever given by file, environment or standard input.
        - **Options**: `--option name=value` with `sources add`; a dot goes into an object (`signature.header=X-Sig`). They are kept in the sources file beside the connection.
        - **Mapping files**: the source `map` reads any JSON, NDJSON or CSV by a [mapping file](import.md#the-mapping-file), the same that imports files. It is checked when it is added and when it changes;
          while it is wrong, senders are told to come again (503), so nothing is lost.
        - **Dry run**: `?dry_run=true` on the webhook's URL verifies the request, answers what it would become (`{"outcome":…,"reason":…,"events":[…]}`), and counts nothing. `./kpi sources test` uses it.
        - **Ignored**: an event that says nothing about service is answered 202 and counted with its reason, in the answer and in `kpi.ingestion.events`. It is no mistake and nobody has to do anything.
        - **Quarantine**: a verified payload of a shape that the source does not know is answered 400 with what is wrong, and its shape is kept: the names of its members and the kinds of their values, never the values.
          Equal shapes are counted; `./kpi quarantine list|show|clear`.
        - **Spool**: when the broker is away, accepted events go to a file in ingestion's folder before they are answered 202, and on to the broker in their order when it is back. Only when the spool is full the answer is 503.

        """;
}
