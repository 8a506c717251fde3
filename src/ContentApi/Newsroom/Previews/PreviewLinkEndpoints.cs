using System.Buffers.Text;
using System.Security.Cryptography;
using ContentApi.Core.Model;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Newsroom.Previews;

internal static class PreviewLinkEndpoints
{
    public static void MapPreviewLinks(this RouteGroupBuilder v1)
    {
        var links = v1.MapGroup("/preview-links").WithTag("Previews", "Links that show one version of a draft to anyone who has the URL.").RequireScope(Scope.Preview);
        links.MapPost("", Create).WithName("createPreviewLink")
            .WithLink("revocation", "revokePreviewLink", "id", "/id", "Revokes the link.");
        links.MapGet("", List).WithName("listPreviewLinks");
        links.MapDelete("/{id:uuid}", Revoke).WithName("revokePreviewLink");
        v1.MapGet("/previews/{token}", Show).WithName("getPreview").WithTags("Previews").WithHeaders([200, 404], "X-Robots-Tag", "Referrer-Policy").AllowPublicRead();
    }

    /// <summary>Create a preview link</summary>
    /// <remarks>
    /// Returns a URL that shows one version of a draft without an API key. It works until the link expires or is revoked, or until the API
    /// key that created it expires or is revoked. Without `expiresAt`, the link expires after 7 days. Only this response contains the URL.
    /// </remarks>
    internal static async Task<Results<Created<PreviewLink>, InvalidContentProblem>> Create(
        JsonBody<PreviewLinkRequest> body, PreviewLinkStore links, HttpContext context, LinkGenerator linkGenerator, Caller caller, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        if (await links.Create(body.Value, token, caller.Actor, cancellationToken) is not { } link)
        {
            return body.Value.Version is null ? new InvalidContentProblem("slug", "must be the slug of a draft.") : new InvalidContentProblem("version", "must be a version of the draft.");
        }

        var url = linkGenerator.GetUriByName(context, "getPreview", new { token });
        return TypedResults.Created(url, link with { Url = url });
    }

    /// <summary>List preview links</summary>
    /// <remarks>
    /// Lists the links that work, the latest expiry first, without their URLs, which cannot be retrieved again.
    /// </remarks>
    internal static async Task<Results<Ok<Page<PreviewLink>>, InvalidRequestProblem>> List([AsParameters] PageQuery query, PreviewLinkStore links, HttpContext context, CancellationToken cancellationToken) =>
        PageRequest.Parse(query, PreviewLinkStore.CanonicalQuery, SortKeyKind.Instant) is { } page
            ? PagedResults.ToResult(await links.List(page, cancellationToken), context)
            : PagedResults.InvalidCursor;

    /// <summary>Revoke a preview link</summary>
    /// <remarks>Revokes the link; its URL returns 404 afterwards.</remarks>
    /// <param name="id" example="0198e4a2-3d00-7c84-b1f5-6a7b8c9d0e1f">Id of the link.</param>
    internal static async Task<Results<NoContent, NotFoundProblem>> Revoke(Guid id, PreviewLinkStore links, Caller caller, CancellationToken cancellationToken) =>
        await links.Revoke(id, caller.Actor, cancellationToken) ? TypedResults.NoContent() : new NotFoundProblem($"No preview link has the id {id}.");

    /// <summary>Show a preview</summary>
    /// <remarks>
    /// Returns the story as readers would get it, to anyone who has the link. No API key is needed. Returns 404 once the link, or the API
    /// key that created it, has expired or was revoked.
    /// </remarks>
    /// <param name="token" example="Zm91bmRlcnMgc3RhcnQgc29tZXdoZXJl">Last segment of the link.</param>
    /// <param name="body" example="blocks">Format of the body, as in `GET /v1/stories/{slug}`.</param>
    internal static async Task<Results<Ok<Story>, NotFoundProblem>> Show(
        [StringSchema(PreviewLinkStore.TokenLength, Pattern = PreviewLinkStore.TokenPattern)] string token,
        [FromQuery(Name = "body"), OneOf<BodyFormat>] string? body,
        PreviewLinkStore links,
        StoryPreview preview,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        response.Headers["X-Robots-Tag"] = "noindex";
        return await links.FindVersion(token, cancellationToken) is { } version
            ? TypedResults.Ok(await preview.Render(version, EnumNames.ParseOrDefault(body, BodyFormat.Blocks), cancellationToken))
            : new NotFoundProblem("This preview link does not exist, has expired or was revoked.");
    }
}
