using Microsoft.EntityFrameworkCore;

namespace KpiPlatform.Benchmarks.Projection;

/// <summary>The tables of the usual projection: a row a ticket, a row a counter, a row an event that was seen.</summary>
internal sealed class UsualContext(DbContextOptions<UsualContext> options) : DbContext(options)
{
    public DbSet<UsualTicket> Tickets => Set<UsualTicket>();
    public DbSet<UsualCounter> Counters => Set<UsualCounter>();
    public DbSet<SeenEvent> Seen => Set<SeenEvent>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("usual");
        modelBuilder.Entity<UsualTicket>().HasKey(t => t.Subject);
        modelBuilder.Entity<UsualCounter>().HasKey(c => c.Key);
        modelBuilder.Entity<SeenEvent>().HasKey(e => e.Id);
    }
}

internal sealed class UsualTicket
{
    public required string Subject { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }
    public bool ByCustomer { get; set; }
    public DateTimeOffset? FirstReplyAt { get; set; }
    public DateTimeOffset? WaitingSince { get; set; }
    public DateTimeOffset? FirstResolvedAt { get; set; }
    public bool Resolved { get; set; }
    public int Replies { get; set; }
    public string? Agent { get; set; }
    public string? Team { get; set; }
    public string? Category { get; set; }
    public string? Channel { get; set; }
}

/// <summary>How many and their sum, of a KPI in an hour or a day for everything or one value of one dimension.</summary>
internal sealed class UsualCounter
{
    public required string Key { get; set; }
    public long N { get; set; }
    public decimal Sum { get; set; }
}

internal sealed class SeenEvent
{
    public required string Id { get; set; }
}
