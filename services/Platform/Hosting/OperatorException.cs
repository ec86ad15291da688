using System.Data.Common;

namespace KpiPlatform.Platform.Hosting;

/// <summary>Something that whoever runs this program has to mend. The message says all there is to say, and holds no secret.</summary>
public abstract class OperatorException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Does a program's work. What its operator has to mend, an unreachable database included, ends it with the sentence and exit code 1, not with a stack trace.</summary>
    public static async Task<int> ToldAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is OperatorException or DbException { IsTransient: true })
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
