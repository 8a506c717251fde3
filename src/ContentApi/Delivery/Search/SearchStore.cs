using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Search;

/// <summary>Searches the library.</summary>
internal sealed class SearchStore(SnapshotReader reader, IOptions<LibraryOptions> options, SpellingSuggester spellingSuggester)
{
    /// <summary>Returns a page of results.</summary>
    public async Task<SearchResults> Search(SearchListQuery listQuery, SearchQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var hasOnlyCommonWords = await HasOnlyCommonWords(query, cancellationToken);
            var hitPage = await FindHits(listQuery, query, page, hasOnlyCommonWords, cancellationToken);
            var pageRevision = reader.Revision;
            var results = await ReadResults(query, page, hitPage, hasOnlyCommonWords, cancellationToken);
            if (reader.Revision == pageRevision || hitPage.Total == 0)
            {
                return results;
            }

            // The library changed between the two reads: retry, because the page would mix two revisions.
        }
    }

    /// <summary>Returns whether even the rarest word of the query occurs in too many stories to rank all of them.</summary>
    private async Task<bool> HasOnlyCommonWords(SearchQuery query, CancellationToken cancellationToken)
    {
        var hashes = query.TermHashes;
        var documentFrequencies = await reader.Read(
            SearchSql.SelectDocumentFrequencies,
            new { Hashes = hashes },
            async results => (await results.ReadAsync<(int Hash, int Stories)>()).ToDictionary(row => row.Hash, row => row.Stories),
            cancellationToken);
        return hashes.Length > 0 && hashes.All(hash => documentFrequencies.GetValueOrDefault(hash) > SearchSql.CommonWordThreshold);
    }

    private Task<HitPage> FindHits(SearchListQuery listQuery, SearchQuery query, PageRequest page, bool hasOnlyCommonWords, CancellationToken cancellationToken)
    {
        page.Parameters.Add("Hashes", query.TermHashes);
        var hitsSql = SearchSql.BuildHitsSql(query, page.Parameters, hasOnlyCommonWords, listQuery.Types, listQuery.BuildConditions(page.Parameters, options.Value.GetTimeZone()));
        return reader.Read(
            SearchSql.BuildPageSql(hitsSql, page.IsFirst),
            page.Parameters,
            async results =>
            {
                var rows = (await results.ReadAsync<HitRow>()).ToLookup(row => row.Type is null);
                var totals = rows[true].Single();
                return new HitPage(
                    rows[false].OrderByDescending(row => row.ScaledScore).ThenByDescending(row => row.Id, UuidOrder.Instance).ToList(),
                    totals.Total,
                    new FacetCounts(totals.Founders ?? [], (totals.Topics ?? []).Zip(totals.TopicCounts ?? []), totals.Published ?? [], options.Value.GetTimeZone()));
            },
            cancellationToken);
    }

    private async Task<SearchResults> ReadResults(SearchQuery query, PageRequest page, HitPage hitPage, bool hasOnlyCommonWords, CancellationToken cancellationToken)
    {
        var pageHits = hitPage.Hits.Take(page.Limit).ToList();
        var nextCursor = hitPage.Hits.Count > page.Limit ? page.CreateCursor(Cursor.FormatKey(pageHits[^1].ScaledScore), pageHits[^1].Id!.Value, reader.Revision) : null;
        var highlighter = new Highlighter(query);
        var (items, facets) = hitPage.Total == 0 ? ([], hitPage.FacetCounts.ToFacets([])) : await reader.Read(
            SearchSql.SelectItems,
            new
            {
                Stories = SelectIds(pageHits, SearchType.Story),
                Takeaways = SelectIds(pageHits, SearchType.Takeaway),
                Founders = SelectIds(pageHits, SearchType.Founder),
                CountedFounders = hitPage.FacetCounts.Founders.Keys.ToArray(),
                CountedTopics = hitPage.FacetCounts.Topics.Keys.ToArray(),
                options.Value.TimeZone,
            },
            async results =>
            {
                var stories = (await results.ReadAsync<HitStory>()).ToDictionary(story => story.Id);
                var takeaways = (await results.ReadAsync<TakeawayCardRow>()).ToDictionary(row => row.TakeawayId, row => row.ToTakeaway());
                var founders = (await results.ReadAsync<Founder>()).ToDictionary(founder => founder.Id);
                var facetNames = await results.ReadAsync<FacetName>();
                return (pageHits.Select(hit => CreateHit(hit, stories.GetValueOrDefault(hit.Id!.Value), takeaways.GetValueOrDefault(hit.Id.Value), founders.GetValueOrDefault(hit.Id.Value), highlighter))
                    .OfType<SearchHit>().ToList(), hitPage.FacetCounts.ToFacets(facetNames));
            },
            cancellationToken);
        return new()
        {
            Items = items,
            NextCursor = nextCursor,
            TotalCount = hitPage.Total,
            IsComplete = !hasOnlyCommonWords && hitPage.Total < SearchSql.MaxRankedMatches,
            Facets = facets,
            DidYouMean = hitPage.Total == 0 ? await spellingSuggester.Suggest(query, cancellationToken) : null,
        };
    }

    private static SearchHit? CreateHit(HitRow hit, HitStory? story, Takeaway? takeaway, Founder? founder, Highlighter highlighter) => hit.Type switch
    {
        SearchType.Story when story is not null => new() { Type = SearchType.Story.GetName(), Score = (double)hit.Score, Story = story, Highlights = highlighter.Find(story, story.Sections) },
        SearchType.Takeaway when takeaway is not null => new() { Type = SearchType.Takeaway.GetName(), Score = (double)hit.Score, Takeaway = takeaway, Highlights = highlighter.Find(takeaway) },
        SearchType.Founder when founder is not null => new() { Type = SearchType.Founder.GetName(), Score = (double)hit.Score, Founder = founder, Highlights = highlighter.Find(founder) },
        _ => null,
    };

    private static Guid[] SelectIds(List<HitRow> hits, SearchType type) => hits.Where(hit => hit.Type == type).Select(hit => hit.Id!.Value).ToArray();

    private sealed record HitPage(List<HitRow> Hits, long Total, FacetCounts FacetCounts);

    /// <summary>A hit; or, if the type is null, the total and the data for the facets over all hits.</summary>
    private sealed record HitRow
    {
        public required SearchType? Type { get; init; }

        public required Guid? Id { get; init; }

        public required long ScaledScore { get; init; }

        public required int Total { get; init; }

        public required Guid[]? Founders { get; init; }

        public required DateTime[]? Published { get; init; }

        public required Guid[]? Topics { get; init; }

        public required int[]? TopicCounts { get; init; }

        public decimal Score => (decimal)ScaledScore / SearchSql.ScoreScale;
    }

    private sealed record HitStory : Card
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
