using ContentApi.Data;
using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace ContentApi.Web;

/// <summary>For orchestrators and load balancers: whether the process lives, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", () => Status("live"));
        health.MapGet("/ready", Ready);
    }

    /// <summary>200 when the database answers and has all migrations; else a 503 that says what is missing.</summary>
    private static async Task<IResult> Ready([FromServices] Migrator migrator, CancellationToken cancellationToken)
    {
        try
        {
            var pending = await migrator.Pending(cancellationToken);
            return pending.Count == 0
                ? Status("ready")
                : NotReady($"The database is behind this program by {pending.Count} migration(s): {string.Join(", ", pending)}. Run the `migrate` verb.");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return NotReady("The database does not answer.");
        }
    }

    private static JsonHttpResult<Dictionary<string, string>> Status(string status) =>
        TypedResults.Json(new Dictionary<string, string> { ["status"] = status });

    private static ProblemResult NotReady(string detail) => new(ProblemKind.NotReady, detail);
}
