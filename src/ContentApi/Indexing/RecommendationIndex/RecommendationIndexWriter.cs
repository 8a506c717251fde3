using System.Runtime.InteropServices;
using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Maintains the lists of computed recommendations as stories are published, changed and withdrawn: the story's own list, and the lists of
/// other stories that it enters or leaves. Called inside the publishing transaction, after the story's row is written and under the lock on
/// the revision.
/// </summary>
internal sealed class RecommendationIndexWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>
    /// The maximum number of documents in an import whose lists are updated one by one; a larger import rebuilds the lists at its end.
    /// </summary>
    public const int AtOnce = 20;

    /// <summary>The maximum number of stories for which each publication rebuilds all lists.</summary>
    /// <remarks>
    /// In a small library, every publication changes the term statistics noticeably. In a larger one, a list keeps the scores computed when
    /// it was last built, until a story enters or leaves it or all lists are rebuilt.
    /// </remarks>
    public const int Few = 32;

    public Task<bool> IsSmall() => connection.ExecuteScalarAsync<bool>(new CommandDefinition(
        "select count(*) <= @Few from (select from story limit @Few + 1) as counted", new { Few }, cancellationToken: cancellationToken));

    /// <summary>Rebuilds the lists of a small library. Returns the slugs of the stories whose lists changed.</summary>
    public async Task<IReadOnlyList<string>> PutAll()
    {
        using var rebuild = new RecommendationRebuilder(new(), _ => { });
        await rebuild.Read(connection, cancellationToken);
        var writer = new RebuildWriter(connection, cancellationToken);
        await writer.CollectLists(rebuild.Compare());
        var changed = await writer.Changed();
        await writer.Replace(rebuild);
        return changed;
    }

    /// <summary>Indexes a published story. Returns the slugs of the stories whose lists changed.</summary>
    public async Task<IReadOnlyList<string>> Put(Guid id)
    {
        var (story, text, old, stories, words) = await Read(id);
        var vocabulary = new Vocabulary();
        var read = TermExtractor.Extract(text, vocabulary);
        var written = vocabulary.GetDisplayForms();
        await Uncount(old);
        var statistics = await Count(read, written, stories + (old is null ? 1 : 0), words + read.WordCount - (old?.WordCount ?? 0));

        var terms = StoryTerms.Create(story, read, statistics);
        var postings = terms.Postings(statistics).ToList();
        terms.DocumentNumber = await Save(terms, postings);

        var query = Query(terms, statistics);
        var candidates = await Candidates(terms, query);
        var topics = await Topics(terms, statistics);
        var neighbours = new CandidateRanker(terms, candidates, statistics, topics);
        var lessons = await Lessons(id, neighbours.Best, statistics);
        return await SaveLists(terms, neighbours, lessons, term => written.GetValueOrDefault(term, ""));
    }

    /// <summary>
    /// Removes a story from the index. Call it before the story's row is deleted; a rename needs no call, because the story keeps its id.
    /// Returns the slugs of the stories whose lists contained it.
    /// </summary>
    public async Task<IReadOnlyList<string>> Remove(Guid id)
    {
        var (_, _, old, _, _) = await Read(id);
        await Uncount(old);
        if (old is not null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                {StoryTermsSql.Promote}
                delete from story_terms where story_id = @id;
                update term_statistics set story_count = story_count - 1, word_count = word_count - @WordCount;
                """,
                new { id, old.WordCount },
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
    internal static List<(int Term, float Weight)> Query(StoryTerms story, TermStatistics statistics)
    {
        List<(int Term, float Weight)> query = [];
        for (var i = 0; i < story.Terms.Length; i++)
        {
            if (i < CandidateRanker.QueryTerms || story.TitleTerms.Contains(story.Terms[i]))
            {
                query.Add((story.Terms[i], StoryTerms.Weight(story.Terms[i], story.Counts[i], story.WordCount, statistics)));
            }
        }

        return query;
    }

    private async Task<(StoryAttributes Story, ComparableStory Text, OldTerms? Old, int Stories, long Words)> Read(Guid id)
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
        var old = await results.ReadSingleOrDefaultAsync<OldTerms>();
        var (stories, words) = await results.ReadSingleAsync<(int, long)>();
        return (row.Head, row.ToComparable(takeaways), old, stories, words);
    }

    private Task Uncount(OldTerms? old) => old is null ? Task.CompletedTask : connection.ExecuteAsync(new CommandDefinition(
        """
        delete from term_posting p
        using unnest(@PostedTerms, @Impacts) as old (term, impact)
        where p.term = old.term and p.impact = old.impact and p.document_number = @DocumentNumber;

        update term set story_count = greatest(story_count - 1, 0) where hash = any(@Terms);
        """,
        new { old.PostedTerms, old.Impacts, old.DocumentNumber, Terms = MemoryMarshal.Cast<byte, int>(old.PackedTerms).ToArray() },
        cancellationToken: cancellationToken));

    private async Task<TermStatistics> Count(TermCounts read, Dictionary<int, string> written, int stories, long words)
    {
        var counted = await connection.QueryAsync<(int, int)>(new CommandDefinition(
            """
            update term_statistics set story_count = @stories, word_count = @words;

            insert into term (hash, word, story_count)
            select hash, word, 1 from unnest(@Terms, @written) as input (hash, word)
            on conflict (hash) do update set story_count = term.story_count + 1,
              word = case when (length(excluded.word), excluded.word collate "C") < (length(term.word), term.word collate "C") then excluded.word else term.word end
            returning hash, story_count;
            """,
            new { stories, words, read.Terms, written = Array.ConvertAll(read.Terms, term => written.GetValueOrDefault(term, "")) },
            cancellationToken: cancellationToken));
        return new(stories, words, counted.ToDictionary(row => row.Item1, row => row.Item2));
    }

    private Task<int> Save(StoryTerms story, List<(int Term, short Impact)> postings) => connection.ExecuteScalarAsync<int>(new CommandDefinition(
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

    private async Task<List<StoryTerms>> Candidates(StoryTerms story, List<(int Term, float Weight)> query) =>
        (await connection.QueryAsync<StoryTerms>(new CommandDefinition(
            StoryTermsSql.Candidates,
            new
            {
                story.Id,
                story.Founder,
                story.Topics,
                CandidateRanker.PostingsPerTerm,
                Limit = CandidateRanker.Candidates,
                Terms = query.ConvertAll(term => term.Term),
                Weights = query.ConvertAll(term => term.Weight),
            },
            cancellationToken: cancellationToken))).AsList();

    private async Task<Func<Guid, float>> Topics(StoryTerms story, TermStatistics statistics)
    {
        // Counting stops at 1,000: a topic of that many stories carries little information.
        var sizes = (await connection.QueryAsync<(Guid Id, int Stories)>(new CommandDefinition(
            "select id, (select count(*) from (select from story_topic where topic_id = id limit 1000) as counted)::int from unnest(@Topics) as input (id)",
            new { story.Topics },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Id, row => row.Stories);
        return topic => TopicRarity(sizes.GetValueOrDefault(topic), statistics.Stories);
    }

    /// <summary>Returns the rarity of a topic, from 1 for a topic of one story to 0 for one that every story has.</summary>
    internal static float TopicRarity(int stories, int all) =>
        all < 2 ? 0 : Math.Clamp(1 - (MathF.Log(Math.Clamp(stories, 1, all)) / MathF.Log(all)), 0, 1);

    private async Task<TakeawayVectorIndex> Lessons(Guid id, IEnumerable<Guid> best, TermStatistics statistics)
    {
        var texts = await connection.QueryAsync<TakeawayText>(new CommandDefinition(
            "select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = any(@stories) order by story_id, position",
            new { stories = best.Append(id).ToArray() },
            cancellationToken: cancellationToken));
        var lessons = texts.Select(text => (text.StoryId, text.Id, TakeawayVectorIndex.Terms(text))).ToList();
        var containing = (await connection.QueryAsync<(int, int)>(new CommandDefinition(
            "select hash, story_count from term where hash = any(@terms)",
            new { terms = lessons.SelectMany(lesson => lesson.Item3).Distinct().ToArray() },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Item1, row => row.Item2);
        return TakeawayVectorIndex.Create(lessons, new(statistics.Stories, (long)(statistics.AverageWords * statistics.Stories), containing));
    }

    private async Task<IReadOnlyList<string>> SaveLists(StoryTerms story, CandidateRanker neighbours, TakeawayVectorIndex lessons, Func<int, string> written)
    {
        var left = (await connection.QueryAsync<Guid>(new CommandDefinition(
            $"""
            delete from computed_recommendation where story_id = @Id;
            {StoryTermsSql.Promote}
            update story_terms set duplicate_of = @duplicateOf where story_id = @Id;
            update story_terms set duplicate_of = coalesce(@duplicateOf, @Id) where story_id = any(@copies);
            delete from computed_recommendation where target_id = @Id returning story_id;
            """,
            new { story.Id, duplicateOf = neighbours.DuplicateOf(), copies = neighbours.Copies().ToArray() },
            cancellationToken: cancellationToken))).ToHashSet();

        var last = (await connection.QueryAsync<(Guid Story, float Score)>(new CommandDefinition(
            "select story_id, min(score) from computed_recommendation where story_id = any(@Stories) group by story_id having count(*) >= @ListLength",
            new { Stories = neighbours.All.ToArray(), CandidateRanker.ListLength },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Story, row => row.Score);

        var entries = neighbours.Entries(lessons, written, other => last.GetValueOrDefault(other));
        var rows = neighbours.List(lessons, written).Concat(entries).ToList();
        var entered = entries.Select(entry => entry.Story).ToArray();
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
                Story = rows.ConvertAll(row => row.Story),
                Target = rows.ConvertAll(row => row.Target),
                Score = rows.ConvertAll(row => row.Score),
                SharedTerms = rows.ConvertAll(row => string.Join(' ', row.SharedTerms)),
                TakeawayId = rows.ConvertAll(row => row.TakeawayId),
                TargetTakeawayId = rows.ConvertAll(row => row.TargetTakeawayId),
                entered,
                CandidateRanker.ListLength,
                changed = left.Union(entered).ToArray(),
            },
            cancellationToken: cancellationToken))).AsList();
    }

    private sealed record OldTerms
    {
        public required int DocumentNumber { get; init; }

        public required int WordCount { get; init; }

        public required byte[] PackedTerms { get; init; }

        public required int[] PostedTerms { get; init; }

        public required short[] Impacts { get; init; }
    }
}
