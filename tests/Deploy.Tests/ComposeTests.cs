using System.Text.RegularExpressions;

namespace KpiPlatform.Deploy.Tests;

public sealed partial class ComposeTests
{
    /// <summary>Somebody else's, for looking at, and on nobody's way; it writes where it likes and runs as it likes.</summary>
    private const string OnlyForLooking = "lgtm";

    private static IEnumerable<Service> All => Compose.Services.Values;

    private static IEnumerable<Service> Hardened => All.Where(s => s.Name != OnlyForLooking);

    [Fact]
    public void Every_service_that_stays_has_a_health_check() =>
        None(All.Where(s => s.Stage != "kpi" && !s.Members.ContainsKey("healthcheck") && !(s.Stage is { } stage && Dockerfile.Stage(stage).Contains("\nHEALTHCHECK ", StringComparison.Ordinal))));

    [Fact]
    public void Every_service_that_stays_is_started_again_and_has_time_to_stop() =>
        None(Hardened.Where(s => s.Stage != "kpi" && (s["restart"] != "unless-stopped" || s["stop_grace_period"] is null)));

    [Fact]
    public void Every_service_runs_as_a_numbered_account_that_is_not_root() =>
        None(Hardened.Where(s => !NumberedAccount().IsMatch(s["user"] ?? "")));

    [Fact]
    public void Every_services_root_is_read_only_and_tmp_is_bounded() =>
        None(Hardened.Where(s => s["read_only"] != "true" || s.List("tmpfs").Any(t => !t.Contains("size=", StringComparison.Ordinal)) || !s.List("tmpfs").Any(t => t.StartsWith("/tmp:", StringComparison.Ordinal))));

    [Fact]
    public void Every_service_gives_up_what_root_may() =>
        None(All.Where(s => s.List("cap_drop") is not ["ALL"] || s.Members.ContainsKey("cap_add") || s.Members.ContainsKey("privileged") || !s.List("security_opt").Contains("no-new-privileges:true")));

    [Fact]
    public void Every_service_has_bounds_of_memory_and_processes() =>
        None(All.Where(s => s["mem_limit"] is null || s["pids_limit"] is null));

    [Fact]
    public void Every_port_is_this_machines_only() =>
        None(All.Where(s => s.List("ports").Any(p => !p.StartsWith("127.0.0.1:", StringComparison.Ordinal)) || s["network_mode"] is not null));

    [Fact]
    public void Every_image_is_pinned_by_a_tag_that_says_a_version() =>
        None(All.Where(s => !Tag().IsMatch(s.Image)));

    [Fact]
    public void Only_the_database_and_those_that_may_reach_it_share_a_network() =>
        Assert.Equal(["aggregator", "kpi", "migrate", "postgres", "query"], All.Where(s => s.List("networks").Contains("data")).Select(s => s.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void No_two_services_keep_what_waits_for_the_broker_in_one_folder()
    {
        var homes = All.Where(s => s.Stage == "ingestion").Select(s => s.List("volumes").Single(v => v.EndsWith(":/var/lib/kpi", StringComparison.Ordinal))).ToList();
        Assert.True(homes.Count > 1);
        Assert.Equal(homes, homes.Distinct());
    }

    [Fact]
    public void No_password_is_an_environment_variable_or_has_a_default()
    {
        None(All.Where(s => Compose.Map(s.Members.GetValueOrDefault("environment")).Any(e => Secretive().IsMatch((string)e.Key) && !((string)e.Key).EndsWith("_FILE", StringComparison.Ordinal))));
        Assert.DoesNotContain("${KPI_SECRETS:-", Files.Read(Compose.File), StringComparison.Ordinal);
        Assert.All(Lines("/postgres_admin\"", "/connection_"), line => Assert.Contains("${KPI_SECRETS:?", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_secret_is_made_by_the_script() =>
        Assert.All(Compose.Top("secrets"), secret => Assert.Contains($"keep {secret}", Files.Read("deploy/docker/secrets.sh"), StringComparison.Ordinal));

    [Fact]
    public void Every_secret_network_and_volume_that_is_used_is_declared_and_the_other_way_round()
    {
        Assert.Equal(Compose.Top("secrets").Order(StringComparer.Ordinal), All.SelectMany(s => s.List("secrets")).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Compose.Top("networks").Order(StringComparer.Ordinal), All.SelectMany(s => s.List("networks")).Distinct().Order(StringComparer.Ordinal));
        var volumes = All.SelectMany(s => s.List("volumes")).Select(v => v.Split(':')[0]).Where(v => !v.StartsWith('.'));
        Assert.Equal(Compose.Top("volumes").Order(StringComparer.Ordinal), volumes.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_is_mounted_is_there() =>
        None(All.SelectMany(s => s.List("volumes")).Select(v => v.Split(':')[0]).Where(v => v.StartsWith("./", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Files.Root, v))));

    [Fact]
    public void Every_variable_that_compose_reads_is_in_the_example() =>
        None(Compose.Interpolated.Where(v => !Regex.IsMatch(Files.Read(".env.example"), $"^#?{v}=", RegexOptions.Multiline)));

    [Fact]
    public void Every_variable_of_the_example_is_read_by_compose() =>
        None(Regex.Matches(Files.Read(".env.example"), "^#?(?<name>[A-Z_0-9]+)=", RegexOptions.Multiline).Select(m => m.Groups["name"].Value).Except(Compose.Interpolated, StringComparer.Ordinal));

    private static IEnumerable<string> Lines(params string[] with) => Files.Read(Compose.File).Split('\n').Where(line => with.Any(w => line.Contains(w, StringComparison.Ordinal)) && line.Contains("file:", StringComparison.Ordinal));

    private static void None(IEnumerable<Service> offenders) => None(offenders.Select(s => s.Name));

    private static void None(IEnumerable<string> offenders) => Assert.Equal([], offenders);

    [GeneratedRegex("^[1-9][0-9]*:[1-9][0-9]*$")]
    private static partial Regex NumberedAccount();

    [GeneratedRegex(@"^[a-z0-9./-]+:(?:\$\{KPI_VERSION:-)?[0-9][\w.-]*\}?$")]
    private static partial Regex Tag();

    [GeneratedRegex("PASS|SECRET|TOKEN|POSTGRES$|RABBITMQ$")]
    private static partial Regex Secretive();
}
