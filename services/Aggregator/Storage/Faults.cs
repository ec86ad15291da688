using KpiPlatform.Aggregator.Schema;
using Npgsql;

namespace KpiPlatform.Aggregator.Storage;

/// <summary>Tells an event that cannot be counted from a database that cannot be reached.</summary>
internal static class Faults
{
    /// <summary>
    /// True when trying again changes nothing because of what is in the batch: SQLSTATE classes 22 (data), 23 (integrity) and 54 (limits), and
    /// whatever the program itself throws. Everything else the database says passes, or is for people to mend while events wait.
    /// </summary>
    public static bool IsOfTheData(Exception e) => e switch
    {
        PostgresException sql => sql.SqlState[..2] is "22" or "23" or "54",
        NpgsqlException or TimeoutException or IOException or OperationCanceledException or ObjectDisposedException or SetUpException or SupersededException => false,
        _ => true,
    };
}
