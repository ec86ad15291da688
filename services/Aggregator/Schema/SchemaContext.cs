using System.Reflection;
using KpiPlatform.Aggregator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KpiPlatform.Aggregator.Schema;

/// <summary>What EF Core needs to keep the history of migrations. The tables themselves are SQL.</summary>
internal sealed class SchemaContext(DbContextOptions<SchemaContext> options) : DbContext(options);

/// <summary>A migration whose statements are in the .sql file of its id.</summary>
internal abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SqlFile.Read($"Schema.Sql.{GetType().GetCustomAttribute<MigrationAttribute>()!.Id}"));
}

// One line a migration, in order. A migration that was released is never changed.
[DbContext(typeof(SchemaContext)), Migration("0001_ground")] internal sealed class Ground : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0002_rules")] internal sealed class RulesOfWorkspaces : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0003_lasting_facts")] internal sealed class LastingFacts : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0004_notices")] internal sealed class NoticesAndWebhooks : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0005_definitions")] internal sealed class WhoseDefinitions : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0006_retention")] internal sealed class RetentionAndErasure : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0007_numbers_from")] internal sealed class NumbersFrom : SqlMigration;
[DbContext(typeof(SchemaContext)), Migration("0008_still_there")] internal sealed class StillThere : SqlMigration;
