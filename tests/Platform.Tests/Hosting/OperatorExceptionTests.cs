using System.Data.Common;
using KpiPlatform.Platform.Hosting;

namespace KpiPlatform.Platform.Tests.Hosting;

public sealed class OperatorExceptionTests
{
    [Fact]
    public async Task What_the_operator_has_to_mend_ends_a_program_with_1_and_a_bug_with_its_trace()
    {
        Assert.Equal(0, await OperatorException.ToldAsync(() => Task.FromResult(0)));
        Assert.Equal(1, await OperatorException.ToldAsync(() => throw new SettingsException("KPI_POSTGRES is not set.")));
        Assert.Equal(1, await OperatorException.ToldAsync(() => throw new Unreachable()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => OperatorException.ToldAsync(() => throw new InvalidOperationException()));
    }

    private sealed class Unreachable : DbException
    {
        public override bool IsTransient => true;
    }
}
