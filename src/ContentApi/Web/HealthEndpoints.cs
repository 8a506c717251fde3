using ContentApi.Data;
using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace ContentApi.Web;

/// <summary>Liveness and readiness endpoints for orchestrators and load balancers.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", () => Status("live"));
        health.MapGet("/ready", GetReadiness);
    }

    /// <summary>Returns 200 if the database is available, compatible and has all migrations; otherwise 503 with the reason.</summary>
    private static async Task<IResult> GetReadiness([FromServices] Migrator migrator, CancellationToken cancellationToken)
    {
        try
        {
            var pending = await migrator.ListPending(cancellationToken);
            return pending.Count == 0
                ? Status("ready")
                : NotReady($"The database lacks {pending.Count} migration(s) or privileges: {string.Join(", ", pending)}. Run the `migrate` command.");
        }
        catch (MigrationException e)
        {
            return NotReady(e.Message);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return NotReady("The database is unavailable.");
        }
    }

    private static JsonHttpResult<Dictionary<string, string>> Status(string status) =>
        TypedResults.Json(new Dictionary<string, string> { ["status"] = status });

    private static ProblemResult NotReady(string detail) => new(ProblemKind.NotReady, detail);
}
