namespace KpiPlatform.Ingestion.Sources;

/// <summary>Who made a mail.</summary>
internal enum MailNature
{
    /// <summary>Somebody wrote it.</summary>
    Written,

    /// <summary>A program wrote it: out of office, a newsletter, a list.</summary>
    Automatic,

    /// <summary>A mail server tells what became of another mail.</summary>
    Report,
}

/// <summary>Automatic mail by its header (RFC 3834, and what programs from before it do). It never opens a ticket and never stops a clock.</summary>
internal static class MailNatures
{
    private static readonly string[] BulkWords = ["auto_reply", "auto-reply", "bulk", "junk", "list"];

    public static MailNature Of(MailHeaders headers)
    {
        if (IsReport(headers)) return MailNature.Report;
        return IsAnswerOfAProgram(headers) || IsBulk(headers) ? MailNature.Automatic : MailNature.Written;
    }

    private static bool IsReport(MailHeaders headers)
    {
        var type = headers["Content-Type"] ?? "";
        if (type.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase)) return true;
        var local = (MailAddresses.In(headers["From"]).FirstOrDefault() ?? "").Split('@')[0];
        return headers.Has("X-Failed-Recipients") || local is "mailer-daemon" or "postmaster";
    }

    /// <summary>X-Auto-Response-Suppress is no sign: Outlook sets it on mail that people wrote.</summary>
    private static bool IsAnswerOfAProgram(MailHeaders headers) =>
        (headers["Auto-Submitted"] is { } submitted && Word(submitted) != "no")
        || (headers["X-Autoreply"] is { } reply && Word(reply) != "no")
        || headers.Has("X-Autorespond")
        || headers.Has("X-Autoresponder")
        || headers.All("Return-Path").Any(path => path.Replace(" ", "", StringComparison.Ordinal) == "<>")
        || Word(headers["Precedence"] ?? "") is "auto_reply" or "auto-reply";

    /// <summary>A support address that is a Google group gets its customers' mail as list mail, with the customer as X-Original-Sender.</summary>
    private static bool IsBulk(MailHeaders headers) =>
        !headers.Has("X-Original-Sender")
        && (BulkWords.Contains(Word(headers["Precedence"] ?? ""), StringComparer.Ordinal) || headers.Has("List-Id") || headers.Has("List-Unsubscribe"));

    /// <summary>Without parameters and comments: <c>auto-replied (vacation)</c>.</summary>
    private static string Word(string value) => value.Split((char[])[';', '(', ' '], 2)[0].Trim().ToLowerInvariant();
}
