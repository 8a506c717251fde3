using System.Runtime.InteropServices;
using ContentApi.Core.Text;
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

    /// <summary>Returns whether the library is so small that each publication rebuilds all lists.</summary>
    public Task<bool> IsSmallLibrary() => connection.ExecuteScalarAsync<bool>(new CommandDefinition(
        "select count(*) <= @Few from (select from story limit @Few + 1) as counted", new { Few = SmallLibrarySize }, cancellationToken: cancellationToken));

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

    /// <summary>Indexes a published story after its row is written. Returns the slugs of other stories whose lists changed.</summary>
    public async Task<IReadOnlyList<string>> Index(Guid id)
    {
        var (story, text, stored, storyCount, wordCount) = await ReadStory(id);
        var vocabulary = new Vocabulary();
        var termCounts = TermExtractor.Extract(text, vocabulary);
        var displayForms = vocabulary.GetDisplayForms();
        await RemoveTerms(stored);
        var statistics = await AddTerms(termCounts, displayForms, storyCount + (stored is null ? 1 : 0), wordCount + termCounts.WordCount - (stored?.WordCount ?? 0));

        var terms = StoryTerms.Create(story, termCounts, statistics);
        var postings = terms.BuildPostings(statistics).ToList();
        terms.DocumentNumber = await SaveTerms(terms, postings);

        var queryTerms = SelectQueryTerms(terms, statistics);
        var candidates = await FindCandidates(terms, queryTerms);
        var topicRarity = await ReadTopicRarity(terms, statistics);
        var ranker = new CandidateRanker(terms, candidates, statistics, topicRarity);
        var takeaways = await ReadTakeaways(id, ranker.TakeawayCandidateIds, statistics);
        return await SaveLists(terms, ranker, takeaways, term => displayForms.GetValueOrDefault(term, ""));
    }

    /// <summary>
    /// Removes a story from the index. Call it before the story's row is deleted; a rename needs no call, because the story keeps its id.
    /// Returns the slugs of the stories whose lists contained it.
    /// </summary>
    public async Task<IReadOnlyList<string>> Remove(Guid id)
    {
        var (_, _, stored, _, _) = await ReadStory(id);
        await RemoveTerms(stored);
        if (stored is not null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                {StoryTermsSql.PromoteDuplicate}
                delete from story_terms where story_id = @id;
                update term_statistics set story_count = story_count - 1, word_count = word_count - @WordCount;
                """,
                new { id, stored.WordCount },
                cancellationToken: cancellationToken));
        }

        return (await connection.QueryAsync<string>(new CommandDefinition(
            """
            with own_list as (delete from computed_recommendation where story_id = @id),
            other_lists as (delete from computed_recommendation where target_id = @id returning story_id)
            select s.slug from other_lists join story s on s.id = other_lists.story_id
            """,
            new { id },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Returns the terms by which candidates are found: the strongest terms, and those of the title.</summary>
    internal static List<(int Term, float Weight)> SelectQueryTerms(StoryTerms story, TermStatistics statistics)
    {
        List<(int Term, float Weight)> queryTerms = [];
        for (var i = 0; i < story.Terms.Length; i++)
        {
            if (i < CandidateRanker.MaxQueryTerms || story.TitleTerms.Contains(story.Terms[i]))
            {
                queryTerms.Add((story.Terms[i], StoryTerms.ComputeWeight(story.Terms[i], story.Counts[i], story.WordCount, statistics)));
            }
        }

        return queryTerms;
    }

    private async Task<(StoryAttributes Story, ComparableStory Text, StoredTerms? Stored, int StoryCount, long WordCount)> ReadStory(Guid id)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select s.id as Id, s.revision as Revision, s.founder_id as Founder, s.title as Title, s.dek as Dek, s.plain_text as Body,
              array(select topic_id from story_topic where story_id = s.id order by position) as Topics
            from story s
            where s.id = @id;

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = @id order by position;

            select document_number as DocumentNumber, word_count as WordCount, terms || other_terms as PackedTerms, posted_terms as PostedTerms,
              impacts as Impacts
            from story_terms
            where story_id = @id;

            select story_count, word_count from term_statistics;
            """,
            new { id },
            cancellationToken: cancellationToken));
        var row = await results.ReadSingleAsync<ComparableStoryRow>();
        var takeaways = (await results.ReadAsync<TakeawayText>()).AsList();
        var stored = await results.ReadSingleOrDefaultAsync<StoredTerms>();
        var (storyCount, wordCount) = await results.ReadSingleAsync<(int, long)>();
        return (row.Attributes, row.ToComparable(takeaways), stored, storyCount, wordCount);
    }

    private Task RemoveTerms(StoredTerms? stored) => stored is null ? Task.CompletedTask : connection.ExecuteAsync(new CommandDefinition(
        """
        delete from term_posting p
        using unnest(@PostedTerms, @Impacts) as old (term, impact)
        where p.term = old.term and p.impact = old.impact and p.document_number = @DocumentNumber;

        update term set story_count = greatest(story_count - 1, 0) where hash = any(@Terms);
        """,
        new { stored.PostedTerms, stored.Impacts, stored.DocumentNumber, Terms = MemoryMarshal.Cast<byte, int>(stored.PackedTerms).ToArray() },
        cancellationToken: cancellationToken));

    private async Task<TermStatistics> AddTerms(TermCounts termCounts, Dictionary<int, string> displayForms, int storyCount, long wordCount)
    {
        var documentFrequencies = await connection.QueryAsync<(int, int)>(new CommandDefinition(
            """
            update term_statistics set story_count = @stories, word_count = @words;

            insert into term (hash, word, story_count)
            select hash, word, 1 from unnest(@Terms, @written) as input (hash, word)
            on conflict (hash) do update set story_count = term.story_count + 1,
              word = case when (length(excluded.word), excluded.word collate "C") < (length(term.word), term.word collate "C") then excluded.word else term.word end
            returning hash, story_count;
            """,
            new { stories = storyCount, words = wordCount, termCounts.Terms, written = Array.ConvertAll(termCounts.Terms, term => displayForms.GetValueOrDefault(term, "")) },
            cancellationToken: cancellationToken));
        return new(storyCount, wordCount, documentFrequencies.ToDictionary(row => row.Item1, row => row.Item2));
    }

    private Task<int> SaveTerms(StoryTerms story, List<(int Term, short Impact)> postings) => connection.ExecuteScalarAsync<int>(new CommandDefinition(
        StoryTermsSql.Save,
        new
        {
            story.Id,
            story.Revision,
            story.Founder,
            story.Topics,
            story.WordCount,
            story.PackedTerms,
            story.PackedCounts,
            story.PackedOtherTerms,
            story.TitleTerms,
            story.LeadTerms,
            story.Norms,
            PostedTerms = postings.Select(posting => posting.Term).ToArray(),
            Impacts = postings.Select(posting => posting.Impact).ToArray(),
        },
        cancellationToken: cancellationToken));

    private async Task<List<StoryTerms>> FindCandidates(StoryTerms story, List<(int Term, float Weight)> queryTerms) =>
        (await connection.QueryAsync<StoryTerms>(new CommandDefinition(
            StoryTermsSql.SelectCandidates,
            new
            {
                story.Id,
                story.Founder,
                story.Topics,
                PostingsPerTerm = CandidateRanker.MaxPostingsPerTerm,
                Limit = CandidateRanker.MaxCandidates,
                Terms = queryTerms.ConvertAll(term => term.Term),
                Weights = queryTerms.ConvertAll(term => term.Weight),
            },
            cancellationToken: cancellationToken))).AsList();

    private async Task<Func<Guid, float>> ReadTopicRarity(StoryTerms story, TermStatistics statistics)
    {
        // Counting stops at 1,000: a topic of that many stories carries little information.
        var sizes = (await connection.QueryAsync<(Guid Id, int Stories)>(new CommandDefinition(
            "select id, (select count(*) from (select from story_topic where topic_id = id limit 1000) as counted)::int from unnest(@Topics) as input (id)",
            new { story.Topics },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Id, row => row.Stories);
        return topic => ComputeTopicRarity(sizes.GetValueOrDefault(topic), statistics.StoryCount);
    }

    /// <summary>Returns the rarity of a topic, from 1 for a topic of one story to 0 for a topic of all stories.</summary>
    internal static float ComputeTopicRarity(int topicSize, int storyCount) =>
        storyCount < 2 ? 0 : Math.Clamp(1 - (MathF.Log(Math.Clamp(topicSize, 1, storyCount)) / MathF.Log(storyCount)), 0, 1);

    private async Task<TakeawayVectorIndex> ReadTakeaways(Guid id, IEnumerable<Guid> candidateIds, TermStatistics statistics)
    {
        var texts = await connection.QueryAsync<TakeawayText>(new CommandDefinition(
            "select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = any(@stories) order by story_id, position",
            new { stories = candidateIds.Append(id).ToArray() },
            cancellationToken: cancellationToken));
        var takeaways = texts.Select(text => (text.StoryId, text.Id, TakeawayVectorIndex.ExtractTerms(text))).ToList();
        var documentFrequencies = (await connection.QueryAsync<(int, int)>(new CommandDefinition(
            "select hash, story_count from term where hash = any(@terms)",
            new { terms = takeaways.SelectMany(takeaway => takeaway.Item3).Distinct().ToArray() },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Item1, row => row.Item2);
        return TakeawayVectorIndex.Create(takeaways, new(statistics.StoryCount, (long)(statistics.AverageWordCount * statistics.StoryCount), documentFrequencies));
    }

    private async Task<IReadOnlyList<string>> SaveLists(StoryTerms story, CandidateRanker ranker, TakeawayVectorIndex takeaways, Func<int, string> getDisplayForm)
    {
        var formerListIds = (await connection.QueryAsync<Guid>(new CommandDefinition(
            $"""
            delete from computed_recommendation where story_id = @Id;
            {StoryTermsSql.PromoteDuplicate}
            update story_terms set duplicate_of = @duplicateOf where story_id = @Id;
            update story_terms set duplicate_of = coalesce(@duplicateOf, @Id) where story_id = any(@copies);
            delete from computed_recommendation where target_id = @Id returning story_id;
            """,
            new { story.Id, duplicateOf = ranker.FindCanonicalId(), copies = ranker.FindLaterDuplicateIds().ToArray() },
            cancellationToken: cancellationToken))).ToHashSet();

        var minScores = (await connection.QueryAsync<(Guid Story, float Score)>(new CommandDefinition(
            "select story_id, min(score) from computed_recommendation where story_id = any(@Stories) group by story_id having count(*) >= @ListLength",
            new { Stories = ranker.CandidateIds.ToArray(), ListLength = CandidateRanker.MaxListLength },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Story, row => row.Score);

        var entries = ranker.BuildReverseEntries(takeaways, getDisplayForm, id => minScores.GetValueOrDefault(id));
        var rows = ranker.BuildList(takeaways, getDisplayForm).Concat(entries).ToList();
        var enteredListIds = entries.Select(entry => entry.StoryId).ToArray();
        return (await connection.QueryAsync<string>(new CommandDefinition(
            """
            insert into computed_recommendation (story_id, target_id, score, shared_terms, takeaway_id, target_takeaway_id)
            select story_id, target_id, score, string_to_array(shared_terms, ' '), takeaway_id, target_takeaway_id
            from unnest(@Story, @Target, @Score, @SharedTerms, @TakeawayId, @TargetTakeawayId)
              as input (story_id, target_id, score, shared_terms, takeaway_id, target_takeaway_id);

            delete from computed_recommendation c
            using (
              select story_id, target_id, row_number() over (partition by story_id order by score desc, target_id) as rank
              from computed_recommendation
              where story_id = any(@entered)) as ranked
            where c.story_id = ranked.story_id and c.target_id = ranked.target_id and ranked.rank > @ListLength;

            select slug from story where id = any(@changed) order by slug;
            """,
            new
            {
                Story = rows.ConvertAll(row => row.StoryId),
                Target = rows.ConvertAll(row => row.TargetId),
                Score = rows.ConvertAll(row => row.Score),
                SharedTerms = rows.ConvertAll(row => string.Join(' ', row.SharedTerms)),
                TakeawayId = rows.ConvertAll(row => row.TakeawayId),
                TargetTakeawayId = rows.ConvertAll(row => row.TargetTakeawayId),
                entered = enteredListIds,
                ListLength = CandidateRanker.MaxListLength,
                changed = formerListIds.Union(enteredListIds).ToArray(),
            },
            cancellationToken: cancellationToken))).AsList();
    }

    private sealed record StoredTerms
    {
        public required int DocumentNumber { get; init; }

        public required int WordCount { get; init; }

        public required byte[] PackedTerms { get; init; }

        public required int[] PostedTerms { get; init; }

        public required short[] Impacts { get; init; }
    }
}
