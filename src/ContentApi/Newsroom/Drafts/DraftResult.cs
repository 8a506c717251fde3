using System.Reflection;
using ContentApi.Core.Model;
using ContentApi.Web.Security;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Drafts;

/// <summary>
/// Returns 200 with a draft's document, in the form that `PUT` accepts. Returns 204 without the document if the caller did not send this
/// document and does not have the scope `preview`. Both responses have the draft's entity tag, state and version as headers.
/// </summary>
internal class DraftResult(DraftDocument draft) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public virtual int? StatusCode => StatusCodes.Status200OK;

    /// <summary>Gets whether the caller sent this document, and so may see it without the scope `preview`.</summary>
    public bool IsSentByCaller { get; init; }

    protected DraftDocument Draft => draft;

    public virtual Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var isShown = IsSentByCaller || Caller.From(httpContext)!.Scopes.Contains(Scope.Preview);
        response.StatusCode = isShown ? StatusCode!.Value : StatusCodes.Status204NoContent;
        response.Headers.ETag = draft.ETag;
        response.Headers["Draft-State"] = draft.State.GetName();
        response.Headers["Draft-Version"] = $"{draft.Version}";
        return isShown ? WriteBody(response, httpContext.RequestAborted) : Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(StoryDocument), ["application/json"]));

    protected virtual Task WriteBody(HttpResponse response, CancellationToken cancellationToken) =>
        response.WriteAsJsonAsync(draft.ReadDocument(), DraftJsonContext.Relaxed.StoryDocument, contentType: null, cancellationToken);
}
