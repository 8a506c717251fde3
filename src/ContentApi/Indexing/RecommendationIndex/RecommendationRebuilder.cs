using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Computes all recommendation lists on all cores: counts the terms of the stories that are not counted yet, then compares the stories.
/// </summary>
/// <remarks>
/// A rebuild of a large library takes minutes, where updating the lists one by one would take hours. It uses about 5 KB of memory per
/// story, and about 10 KB of temporary files (`TMPDIR`) per ten-minute story. The rebuilder does not write to the library, so it needs no
/// lock: <see cref="RebuildWriter"/> writes the result.
/// </remarks>
/// <param name="termCounts">Term counts that already exist. The rebuilder takes ownership and disposes of them.</param>
/// <param name="report">Receives the progress.</param>
internal sealed class RecommendationRebuilder(TermCountCache termCounts, Action<RebuildProgress> report) : IDisposable
{
    private const int BatchSize = 200;

    private readonly Dictionary<int, int> documentFrequencies = [];
    private readonly List<(Guid Story, Guid Id, int[] Terms)> takeawayTerms = [];
    private readonly Dictionary<Guid, List<int>> byFounder = [];
    private readonly Dictionary<Guid, List<int>> byTopic = [];
    private readonly List<StoryAttributes> attributes = [];
    private readonly List<long> offsets = []; // the offset of each story's terms in `termCounts`
    private readonly SpillFile otherTerms = new();
    private readonly Dictionary<int, List<(short Impact, int Story)>> postings = [];
    private StoryTerms[] stories = [];

    /// <summary>The form in which each single-word term is displayed, by its hash.</summary>
    public Dictionary<int, string> DisplayForms { get; private set; } = [];

    public IReadOnlyDictionary<int, int> DocumentFrequencies => documentFrequencies;

    public IReadOnlyList<StoryTerms> Stories => stories;

    /// <summary>The <see cref="StoryTerms.PackedOtherTerms"/> of each story, in the order of <see cref="Stories"/>.</summary>
    public IEnumerable<byte[]> OtherTerms => otherTerms.Read();

    public TermStatistics Statistics { get; private set; } = new(0, 0, new Dictionary<int, int>());

    public long WordCount { get; private set; }

    /// <summary>Reads all stories and computes the term statistics.</summary>
    public async Task Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var total = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*) from story", cancellationToken: cancellationToken));
        for (var nextBatch = ReadBatch(connection, Guid.Empty, cancellationToken); await nextBatch is { Rows.Count: > 0 } batch;)
        {
            nextBatch = ReadBatch(connection, batch.Rows[^1].Id, cancellationToken); // fetches the next batch while this one is counted
            var batchCounts = new (TermCounts? Terms, List<(Guid, Guid, int[])> TakeawayTerms)[batch.Rows.Count];
            Parallel.For(0, batchCounts.Length, i =>
            {
                var takeaways = batch.Takeaways[batch.Rows[i].Id].ToList();
                batchCounts[i] = (
                    batch.Offsets[i] is null ? termCounts.Count(batch.Rows[i].ToComparable(takeaways)) : null,
                    takeaways.ConvertAll(takeaway => (takeaway.StoryId, takeaway.Id, TakeawayVectorIndex.ExtractTerms(takeaway))));
            });
            for (var i = 0; i < batchCounts.Length; i++)
            {
                var offset = batch.Offsets[i] ?? termCounts.Add(batchCounts[i].Terms!);
                AddStory(batch.Rows[i].Attributes, batchCounts[i].Terms ?? TermCounts.FromBytes(termCounts.ReadPacked(offset)), offset);
                takeawayTerms.AddRange(batchCounts[i].TakeawayTerms);
            }

            report(new("Reading", attributes.Count, total));
        }

        Statistics = new(attributes.Count, WordCount, documentFrequencies);
        DisplayForms = termCounts.Vocabulary.GetDisplayForms();
    }

    /// <summary>Reads the next stories, with the offsets of those already counted and the bodies of the others.</summary>
    private async Task<(List<ComparableStoryRow> Rows, List<long?> Offsets, ILookup<Guid, TakeawayText> Takeaways)> ReadBatch(NpgsqlConnection connection, Guid lastId, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select s.id as Id, s.revision as Revision, s.founder_id as Founder, s.title as Title, s.dek as Dek, '' as Body,
              array(select topic_id from story_topic where story_id = s.id order by position) as Topics
            from story s
            where s.id > @lastId
            order by s.id
            limit @BatchSize;

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation
            from takeaway
            where story_id in (select id from story where id > @lastId order by id limit @BatchSize)
            order by story_id, position;
            """,
            new { lastId, BatchSize },
            commandTimeout: 300,
            cancellationToken: cancellationToken));
        var rows = (await results.ReadAsync<ComparableStoryRow>()).AsList();
        var takeaways = (await results.ReadAsync<TakeawayText>()).ToLookup(takeaway => takeaway.StoryId);
        await results.DisposeAsync();

        var knownOffsets = rows.ConvertAll(row => termCounts.FindOffset(row.Id, row.Revision));
        var uncounted = rows.Where((_, i) => knownOffsets[i] is null).Select(row => row.Id).ToArray();
        var bodies = (await connection.QueryAsync<(Guid Id, string Body)>(new CommandDefinition(
            "select id, plain_text from story where id = any(@uncounted)",
            new { uncounted },
            commandTimeout: 300,
            cancellationToken: cancellationToken))).ToDictionary(row => row.Id, row => row.Body);
        return (rows.ConvertAll(row => row with { Body = bodies.GetValueOrDefault(row.Id, "") }), knownOffsets, takeaways);
    }

    /// <summary>Computes the lists of all stories, in no particular order.</summary>
    public IEnumerable<List<RankedCandidate>> ComputeLists()
    {
        CreateStoryTerms();
        BuildPostings();
        var takeawayIndex = TakeawayVectorIndex.Create(takeawayTerms, Statistics);
        using var lists = new BlockingCollection<List<RankedCandidate>>(1000);
        var completed = 0;
        var computation = Task.Run(() =>
        {
            try
            {
                Parallel.For(0, stories.Length, () => (Scores: new float[stories.Length], Scored: new List<int>()), (i, _, scratch) =>
                {
                    var ranker = new CandidateRanker(stories[i], FindCandidates(i, scratch.Scores, scratch.Scored), Statistics, ComputeTopicRarity);
                    stories[i].DuplicateOf = ranker.FindCanonicalId();
                    lists.Add(ranker.BuildList(takeawayIndex, term => DisplayForms.GetValueOrDefault(term, "")));
                    return scratch;
                }, _ => { });
            }
            finally
            {
                lists.CompleteAdding();
            }
        });
        foreach (var list in lists.GetConsumingEnumerable())
        {
            if (++completed % 500 == 0 || completed == stories.Length)
            {
                report(new("Comparing", completed, stories.Length));
            }

            yield return list;
        }

        computation.GetAwaiter().GetResult();
    }

    private void AddStory(StoryAttributes story, TermCounts counts, long offset)
    {
        foreach (var term in counts.Terms)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(documentFrequencies, term, out _)++;
        }

        WordCount += counts.WordCount;
        if (story.Founder is { } founder)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(byFounder, founder, out _) ??= []).Add(attributes.Count);
        }

        foreach (var topic in story.Topics)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(byTopic, topic, out _) ??= []).Add(attributes.Count);
        }

        attributes.Add(story);
        offsets.Add(offset);
    }

    private void CreateStoryTerms()
    {
        stories = new StoryTerms[attributes.Count];
        foreach (var batch in offsets.Select(termCounts.ReadPacked).Index().Chunk(BatchSize))
        {
            Parallel.ForEach(batch, row => stories[row.Index] = StoryTerms.Create(attributes[row.Index], TermCounts.FromBytes(row.Item), Statistics));
            foreach (var (i, _) in batch)
            {
                otherTerms.Append(stories[i].PackedOtherTerms);
                stories[i] = stories[i] with { PackedOtherTerms = [] };
            }
        }

        termCounts.Dispose(); // frees half of the disk space
    }

    private void BuildPostings()
    {
        for (var i = 0; i < stories.Length; i++)
        {
            foreach (var (term, impact) in stories[i].BuildPostings(Statistics))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(postings, term, out _) ??= []).Add((impact, i));
            }
        }

        Parallel.ForEach(postings.Values, list =>
        {
            list.Sort((a, b) => a.Impact != b.Impact ? b.Impact.CompareTo(a.Impact) : a.Story.CompareTo(b.Story));
            if (list.Count > CandidateRanker.MaxPostingsPerTerm)
            {
                list.RemoveRange(CandidateRanker.MaxPostingsPerTerm, list.Count - CandidateRanker.MaxPostingsPerTerm);
                list.TrimExcess();
            }
        });
    }

    /// <summary>
    /// Returns the candidates of a story, by the rules of <see cref="CandidateFinder"/> with one difference: among the
    /// stories of a founder or a topic, those with the highest ids count as the newest.
    /// </summary>
    /// <param name="storyIndex">The index of the story.</param>
    /// <param name="scores">A scratch array with one score per story. All scores are 0 on entry and on return.</param>
    /// <param name="scored">A scratch list of the indexes of stories with a score. It is empty on entry and on return.</param>
    private IEnumerable<StoryTerms> FindCandidates(int storyIndex, float[] scores, List<int> scored)
    {
        if (stories.Length <= CandidateRanker.MaxCandidates)
        {
            return stories;
        }

        foreach (var (term, weight) in CandidateFinder.SelectQueryTerms(stories[storyIndex], Statistics))
        {
            if (postings.TryGetValue(term, out var list))
            {
                foreach (var (impact, candidate) in list)
                {
                    if (scores[candidate] == 0)
                    {
                        scored.Add(candidate);
                    }

                    scores[candidate] += weight * (impact + 1);
                }
            }
        }

        var top = new PriorityQueue<int, (float Score, int Order)>(CandidateRanker.MaxCandidates);
        foreach (var candidate in scored)
        {
            if (top.Count < CandidateRanker.MaxCandidates)
            {
                top.Enqueue(candidate, (scores[candidate], -candidate));
            }
            else
            {
                top.EnqueueDequeue(candidate, (scores[candidate], -candidate));
            }

            scores[candidate] = 0;
        }

        scored.Clear();
        var candidates = top.UnorderedItems.Select(item => item.Element).ToHashSet();
        if (stories[storyIndex].Founder is { } founder)
        {
            candidates.UnionWith(byFounder[founder].TakeLast(20));
        }

        foreach (var topic in stories[storyIndex].Topics)
        {
            candidates.UnionWith(byTopic[topic].TakeLast(10));
        }

        return candidates.Select(candidate => stories[candidate]);
    }

    private float ComputeTopicRarity(Guid topic) => StoryComparer.ComputeTopicRarity(byTopic[topic].Count, Statistics.StoryCount);

    public void Dispose()
    {
        termCounts.Dispose();
        otherTerms.Dispose();
    }
}
