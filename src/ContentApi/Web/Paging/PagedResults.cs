using System.Text.Json.Serialization.Metadata;
using ContentApi.Core.Model;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Web.Paging;

internal static class PagedResults
{
    /// <summary>The response to a `cursor` that is malformed, tampered with, or from another query.</summary>
    public static readonly InvalidRequestProblem InvalidCursor =
        new("cursor", "is not valid for this query. Use nextCursor with unchanged parameters, or omit cursor to start over.");

    /// <summary>Returns the page as a cacheable response, with the URL of the next page in `Link` (RFC 8288).</summary>
    /// <param name="page">The page.</param>
    /// <param name="tags">The cache tags of the content on the page.</param>
    /// <param name="request">The request for the page.</param>
    public static CacheableJson<Page<T>> ToCacheableJson<T>(Page<T> page, string[] tags, HttpRequest request) =>
        new(page) { Tags = tags, NextUrl = page.NextCursor is null ? null : CreateNextUrl(request, page.NextCursor) };

    /// <summary>Returns a page of pre-serialized items as a cacheable response.</summary>
    public static CacheableJson<Page<T>> ToCacheableJson<T>(Page<RawJson<T>> page, JsonTypeInfo<Page<RawJson<T>>> type, string[] tags, HttpRequest request) =>
        new(buffer => RelaxedJson.Write(buffer, page, type)) { Tags = tags, NextUrl = page.NextCursor is null ? null : CreateNextUrl(request, page.NextCursor) };

    /// <summary>Returns the page as a newsroom response, and sets `Link` to the URL of the next page.</summary>
    public static Ok<Page<T>> ToResult<T>(Page<T> page, HttpContext context)
    {
        if (page.NextCursor is not null)
        {
            context.Response.Headers.Link = $"<{CreateNextUrl(context.Request, page.NextCursor)}>; rel=\"next\"";
        }

        return TypedResults.Ok(page);
    }

    /// <summary>Returns the URL of the next page.</summary>
    public static string CreateNextUrl(HttpRequest request, string cursor)
    {
        var parameters = request.Query.Where(parameter => parameter.Key is not "cursor" and not MinRevisionFilter.ParameterName);
        return request.PathBase + request.Path + QueryString.Create(parameters).Add("cursor", cursor);
    }
}
