using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Search;

/// <summary>Searches the library.</summary>
internal sealed class SearchStore(SnapshotReader library, IOptions<LibraryOptions> options, SpellingSuggester didYouMean)
{
    /// <summary>Returns a page of results.</summary>
    public async Task<SearchResults> Search(SearchListQuery asked, SearchQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var common = await IsCommon(query, cancellationToken);
            var hits = await FindHits(asked, query, page, common, cancellationToken);
            var seen = library.Revision;
            var results = await Fill(query, page, hits, common, cancellationToken);
            if (library.Revision == seen || hits.Total == 0)
            {
                return results;
            }

            // The library changed between the two reads: retry, because the page would mix two revisions.
        }
    }

    /// <summary>Returns whether even the rarest word of the query occurs in too many stories to rank all of them.</summary>
    private async Task<bool> IsCommon(SearchQuery query, CancellationToken cancellationToken)
    {
        var hashes = query.TermHashes;
        var containing = await library.Read(
            SearchSql.Statistics,
            new { Hashes = hashes },
            async results => (await results.ReadAsync<(int Hash, int Stories)>()).ToDictionary(row => row.Hash, row => row.Stories),
            cancellationToken);
        return hashes.Length > 0 && hashes.All(hash => containing.GetValueOrDefault(hash) > SearchSql.Common);
    }

    private Task<FoundPage> FindHits(SearchListQuery asked, SearchQuery query, PageRequest page, bool common, CancellationToken cancellationToken)
    {
        page.Parameters.Add("Hashes", query.TermHashes);
        var hits = SearchSql.Hits(query, page.Parameters, common, asked.Types, asked.Filters(page.Parameters, options.Value.FindZone()));
        return library.Read(
            SearchSql.Page(hits, page.IsFirst),
            page.Parameters,
            async results =>
            {
                var rows = (await results.ReadAsync<FoundRow>()).ToLookup(row => row.Type is null);
                var all = rows[true].Single();
                return new FoundPage(
                    rows[false].OrderByDescending(row => row.Millionths).ThenByDescending(row => row.Id, UuidOrder.Instance).ToList(),
                    all.Total,
                    new FacetCounts(all.Founders ?? [], (all.Topics ?? []).Zip(all.TopicCounts ?? []), all.Published ?? [], options.Value.FindZone()));
            },
            cancellationToken);
    }

    private async Task<SearchResults> Fill(SearchQuery query, PageRequest page, FoundPage hits, bool common, CancellationToken cancellationToken)
    {
        var shown = hits.Hits.Take(page.Limit).ToList();
        var next = hits.Hits.Count > page.Limit ? page.Next(Cursor.FormatKey(shown[^1].Millionths), shown[^1].Id!.Value, library.Revision) : null;
        var passages = new Highlighter(query);
        var (items, facets) = hits.Total == 0 ? ([], hits.Counts.Named([])) : await library.Read(
            SearchSql.Items,
            new
            {
                Stories = Ids(shown, "story"),
                Takeaways = Ids(shown, "takeaway"),
                Founders = Ids(shown, "founder"),
                CountedFounders = hits.Counts.Founders.Keys.ToArray(),
                CountedTopics = hits.Counts.Topics.Keys.ToArray(),
                options.Value.TimeZone,
            },
            async results =>
            {
                var stories = (await results.ReadAsync<FoundStory>()).ToDictionary(story => story.Id!.Value);
                var takeaways = (await results.ReadAsync<TakeawayCardRow>()).ToDictionary(row => row.TakeawayId, row => row.ToTakeaway());
                var founders = (await results.ReadAsync<Founder>()).ToDictionary(founder => founder.Id);
                var named = await results.ReadAsync<NamedFacet>();
                return (shown.Select(hit => Item(hit, stories.GetValueOrDefault(hit.Id!.Value), takeaways.GetValueOrDefault(hit.Id.Value), founders.GetValueOrDefault(hit.Id.Value), passages))
                    .OfType<SearchHit>().ToList(), hits.Counts.Named(named));
            },
            cancellationToken);
        return new()
        {
            Items = items,
            NextCursor = next,
            TotalCount = hits.Total,
            IsComplete = !common && hits.Total < SearchSql.Ranked,
            Facets = facets,
            DidYouMean = hits.Total == 0 ? await didYouMean.Find(query, cancellationToken) : null,
        };
    }

    private static SearchHit? Item(FoundRow hit, FoundStory? story, Takeaway? takeaway, Founder? founder, Highlighter passages) => hit.Type switch
    {
        "story" when story is not null => new() { Type = "story", Score = (double)hit.Score, Story = story, Highlights = passages.Find(story, story.Sections) },
        "takeaway" when takeaway is not null => new() { Type = "takeaway", Score = (double)hit.Score, Takeaway = takeaway, Highlights = passages.Find(takeaway) },
        "founder" when founder is not null => new() { Type = "founder", Score = (double)hit.Score, Founder = founder, Highlights = passages.Find(founder) },
        _ => null,
    };

    private static Guid[] Ids(List<FoundRow> hits, string type) => hits.Where(hit => hit.Type == type).Select(hit => hit.Id!.Value).ToArray();

    private sealed record FoundPage(List<FoundRow> Hits, long Total, FacetCounts Counts);

    /// <summary>A hit, or, when its type is null, the data for the facets over all hits.</summary>
    private sealed record FoundRow
    {
        public required string? Type { get; init; }

        public required Guid? Id { get; init; }

        public required long Millionths { get; init; }

        public required int Total { get; init; }

        public required Guid[]? Founders { get; init; }

        public required DateTime[]? Published { get; init; }

        public required Guid[]? Topics { get; init; }

        public required int[]? TopicCounts { get; init; }

        public decimal Score => (decimal)Millionths / SearchSql.Millionths;
    }

    private sealed record FoundStory : Card
    {
        internal required byte[] Sections { get; init; }
    }

    /// <summary>Compares UUIDs in PostgreSQL's order: by their bytes as written.</summary>
    private sealed class UuidOrder : IComparer<Guid?>
    {
        public static readonly UuidOrder Instance = new();

        public int Compare(Guid? x, Guid? y) => string.CompareOrdinal(x?.ToString(), y?.ToString());
    }
}
