using ContentApi.Core.Model;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder v1)
    {
        var audit = v1.MapGroup("/audit").WithTag("Audit", "The audit log: which actor changed what, and when.").RequireScope(Scope.Admin);
        audit.MapGet("", List).WithName("listAudit");
    }

    /// <summary>List audit entries</summary>
    /// <remarks>Lists all audit entries, the newest first: which API key, command or scheduler performed which action, and when.</remarks>
    internal static async Task<Results<Ok<Page<AuditEntry>>, InvalidRequestProblem>> List(
        [AsParameters] AuditListQuery query, [AsParameters] PageQuery paging, AuditStore audit, HttpContext context, CancellationToken cancellationToken) =>
        PageRequest.Parse(paging, query.Canonical, SortKeyKind.Int64) is { } page
            ? PagedResults.ToResult(await audit.List(query, page, cancellationToken), context)
            : PagedResults.InvalidCursor;
}
