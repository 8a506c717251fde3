using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Maintains the lists of computed recommendations as stories are published, changed and withdrawn: the story's own list, and the lists of
/// other stories that it enters or leaves. Used inside a transaction that holds the lock on the revision.
/// </summary>
internal sealed class RecommendationIndexWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>
    /// The maximum number of documents in a batch that updates the lists when it is published. A larger batch defers the lists to the end
    /// of the import.
    /// </summary>
    public const int MaxImmediateUpdates = 20;

    /// <summary>The maximum number of stories in a small library, in which each publication rebuilds all lists.</summary>
    /// <remarks>
    /// In a small library, every publication changes the term statistics noticeably. In a larger library, an entry keeps its score until
    /// one of its two stories is published again or all lists are rebuilt.
    /// </remarks>
    public const int SmallLibrarySize = 32;

    /// <summary>Rebuilds the lists of a small library. Returns the slugs of the stories whose lists changed.</summary>
    public async Task<IReadOnlyList<string>> RebuildAll()
    {
        using var rebuilder = new RecommendationRebuilder(new(), _ => { });
        await rebuilder.Read(connection, cancellationToken);
        var writer = new RebuildWriter(connection, cancellationToken);
        await writer.StageLists(rebuilder.ComputeLists());
        var changed = await writer.ListChangedSlugs();
        await writer.ReplaceIndex(rebuilder);
        return changed;
    }

    /// <summary>
    /// Adds the statements that index a published story: its terms and postings, its list, and its entries in other lists.
    /// </summary>
    public static void Index(NpgsqlBatch batch, StoryComparison comparison, StoryAttributes attributes)
    {
        var story = comparison.Story with { Revision = attributes.Revision, Founder = attributes.Founder, Topics = attributes.Topics, DuplicateOf = comparison.CanonicalId };
        var row = StoryTermsRow.Create(story, comparison.Statistics, comparison.Stored);
        if (comparison.Stored is not null)
        {
            batch.Add(StoryTermsSql.PromoteDuplicate, story.Id);
            batch.Add("delete from computed_recommendation where story_id = $1", story.Id);
            batch.Add("delete from computed_recommendation where target_id = $1 and story_id = any($2)", story.Id, comparison.ReconsideredIds);
        }

        StoryTermsRow.Columns.InsertOne(batch, row);
        ReplacePostings(batch, row, comparison.Stored);
        if (comparison.LaterDuplicateIds is { Length: > 0 } duplicates)
        {
            batch.Add("update story_terms set duplicate_of = $1 where story_id = any($2)", story.DuplicateOf ?? story.Id, duplicates);
        }

        RankedCandidate.Columns.Insert(batch, [.. comparison.List, .. comparison.ReverseEntries]);
        if (comparison.ReverseEntries.Count > 0)
        {
            batch.Add(TrimListsSql, comparison.ReverseEntries.Select(entry => entry.StoryId).ToArray());
        }
    }

    /// <summary>
    /// Adds the statements that change the document frequencies for the stories of a transaction. Words that are new to the library are
    /// added at once, because the spelling suggestions need them: in one statement in the order of their hashes, like those of
    /// <see cref="TermMerger"/>, so that the two cannot deadlock. All other changes are merged later.
    /// </summary>
    public static void ChangeTerms(NpgsqlBatch batch, IReadOnlyList<StoryComparison> comparisons)
    {
        SortedDictionary<int, (string Word, int StoryCount)> newTerms = [];
        foreach (var comparison in comparisons)
        {
            var change = comparison.TermChange;
            var isNew = Array.ConvertAll(change.Added, term => term >= 0 && comparison.Statistics.DocumentFrequencies.GetValueOrDefault(term) == 0);
            foreach (var (i, term) in change.Added.Index().Where(entry => isNew[entry.Index]))
            {
                newTerms[term] = (change.Words[i], newTerms.GetValueOrDefault(term).StoryCount + 1);
            }

            TermChange.Columns.InsertOne(batch, change with { Added = change.Added.Where((_, i) => !isNew[i]).ToArray(), Words = change.Words.Where((_, i) => !isNew[i]).ToArray() });
        }

        if (newTerms.Count > 0)
        {
            batch.Add(
                """
                insert into term (hash, word, story_count)
                select hash, word, story_count from unnest($1, $2, $3) as input (hash, word, story_count) order by hash
                on conflict (hash) do update set story_count = term.story_count + excluded.story_count
                """,
                newTerms.Keys.ToArray(),
                newTerms.Values.Select(term => term.Word).ToArray(),
                newTerms.Values.Select(term => term.StoryCount).ToArray());
        }
    }

    /// <summary>
    /// Removes a story from the index. Call it before the story's row is deleted; a rename needs no call, because the story keeps its id.
    /// </summary>
    public async Task Remove(Guid id)
    {
        var stored = await connection.QuerySingleOrDefaultAsync<StoredTerms>(new CommandDefinition(StoredTerms.SelectSql, new { Ids = new[] { id } }, cancellationToken: cancellationToken));
        await using var batch = connection.CreateBatch();
        if (stored is not null)
        {
            batch.Add(StoryTermsSql.PromoteDuplicate, id);
            DeletePostings(batch, stored, stored.Postings);
            TermChange.Columns.InsertOne(batch, new(-1, -stored.WordCount, [], [], stored.UnpackTerms()));
            batch.Add("delete from story_terms where story_id = $1", id);
        }

        batch.Add("delete from computed_recommendation where story_id = $1 or target_id = $1", id);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes the entries beyond the maximum length of the lists of the stories $1.</summary>
    private static readonly string TrimListsSql = $"""
        delete from computed_recommendation c
        using (
          select story_id, target_id, row_number() over (partition by story_id order by score desc, target_id) as rank
          from computed_recommendation
          where story_id = any($1)) as ranked
        where c.story_id = ranked.story_id and c.target_id = ranked.target_id and ranked.rank > {CandidateRanker.MaxListLength}
        """;

    private static void ReplacePostings(NpgsqlBatch batch, StoryTermsRow row, StoredTerms? stored)
    {
        HashSet<(int Term, short Impact)> storedPostings = [.. stored?.Postings ?? []];
        if (stored is not null)
        {
            DeletePostings(batch, stored, storedPostings.Except(row.Postings));
        }

        if (row.Postings.Except(storedPostings).ToArray() is { Length: > 0 } added)
        {
            batch.Add(
                """
                insert into term_posting (term, impact, document_number)
                select input.term, input.impact, story.document_number
                from story_terms story, unnest($1, $2) as input (term, impact)
                where story.story_id = $3
                """,
                Array.ConvertAll(added, posting => posting.Term),
                Array.ConvertAll(added, posting => posting.Impact),
                row.Story.Id);
        }
    }

    private static void DeletePostings(NpgsqlBatch batch, StoredTerms stored, IEnumerable<(int Term, short Impact)> postings)
    {
        if (postings.ToArray() is { Length: > 0 } deleted)
        {
            batch.Add(
                """
                delete from term_posting p
                using unnest($1, $2) as old (term, impact)
                where p.term = old.term and p.impact = old.impact and p.document_number = $3
                """,
                Array.ConvertAll(deleted, posting => posting.Term),
                Array.ConvertAll(deleted, posting => posting.Impact),
                stored.DocumentNumber);
        }
    }
}
