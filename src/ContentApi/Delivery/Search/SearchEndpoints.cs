using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Delivery.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this RouteGroupBuilder v1)
    {
        var search = v1.MapGroup("").WithTag("Search", "Full-text search in stories, founders and takeaways, and completions while typing.");
        search.MapGet("/search", Search).WithName("search")
            .WithLink("story", "getStory", "slug", "/items/0/story/slug", "The story of an item of type `story`.");
        search.MapGet("/suggest", Suggest).WithName("suggest");
    }

    public static IServiceCollection AddSearch(this IServiceCollection services) =>
        services.AddScoped<SearchStore>().AddScoped<SuggestionStore>().AddScoped<SpellingSuggester>().AddJsonContext(SearchJsonContext.Default);

    /// <summary>Search stories, founders and takeaways</summary>
    /// <remarks>
    /// Results are sorted by relevance: words in the title weigh most, then founder and topics, dek, takeaways, and the body. Each item has
    /// highlights that show the words in context, with the block to link to. Words match in all their forms if the language of the story
    /// has a stemmer. Scripts without spaces, such as Chinese, Japanese and Thai, are matched by pairs of characters. When nothing is
    /// found, `didYouMean` may have a spelling suggestion.
    /// </remarks>
    internal static async Task<Results<CacheableJson<SearchResults>, InvalidRequestProblem>> Search(
        [AsParameters] SearchListQuery query, SearchStore search, HttpRequest request, CancellationToken cancellationToken)
    {
        var (searchQuery, error) = SearchQuery.Parse(query.Q);
        if (searchQuery is null)
        {
            return new InvalidRequestProblem("q", error!);
        }

        if (PageRequest.Parse(new() { Limit = query.Limit, Cursor = query.Cursor }, query.Canonical, SortKeyKind.Int64) is not { } page)
        {
            return PagedResults.InvalidCursor;
        }

        var results = await search.Search(query, searchQuery, page, cancellationToken);
        return new CacheableJson<SearchResults>(results) { Tags = [CacheTag.Library], NextUrl = results.NextCursor is null ? null : PagedResults.CreateNextUrl(request, results.NextCursor) };
    }

    /// <summary>Suggest completions</summary>
    /// <remarks>
    /// Founders, topics and stories whose name or title contains the text at the beginning of a word. Names and titles that start with the
    /// text come first.
    /// </remarks>
    /// <param name="q" example="mel">The text typed so far, at most 100 characters.</param>
    /// <param name="limit" example="8">Maximum number of suggestions, 1 to 20; 8 by default.</param>
    internal static async Task<CacheableJson<Page<Suggestion>>> Suggest(
        [FromQuery(Name = "q"), Required, StringLength(100)] string q, [FromQuery(Name = "limit"), Range(1, 20)] int? limit, SuggestionStore suggestions, CancellationToken cancellationToken) =>
        new(new Page<Suggestion> { Items = await suggestions.Suggest(q, limit ?? 8, cancellationToken) }) { Tags = [CacheTag.Library] };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchResults))]
[JsonSerializable(typeof(Page<Suggestion>))]
internal sealed partial class SearchJsonContext : JsonSerializerContext;
