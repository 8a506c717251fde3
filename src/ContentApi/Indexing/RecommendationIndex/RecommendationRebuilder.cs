using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Rebuilds all recommendation lists on all cores: reads and counts every story that is not counted yet, then compares the stories.
/// </summary>
/// <remarks>
/// A rebuild of a large library takes minutes, where updating the lists one by one would take hours. Memory use is about 5 KB per story;
/// the remaining terms go to temporary files (`TMPDIR`), about 10 KB for a story of ten minutes. It does not write to the library, so it
/// needs no lock.
/// </remarks>
/// <param name="counted">Term counts that already exist. The rebuilder takes ownership and disposes of them.</param>
/// <param name="report">Receives the progress.</param>
internal sealed class RecommendationRebuilder(TermCountCache counted, Action<RebuildProgress> report) : IDisposable
{
    private const int ReadAtOnce = 200;

    private readonly Dictionary<int, int> containing = [];
    private readonly List<(Guid Story, Guid Id, int[] Terms)> lessons = [];
    private readonly Dictionary<Guid, List<int>> byFounder = [];
    private readonly Dictionary<Guid, List<int>> byTopic = [];
    private readonly List<StoryAttributes> heads = [];
    private readonly List<long> places = []; // of their terms, in `counted`
    private readonly SpillFile otherTerms = new();
    private readonly Dictionary<int, List<(short Impact, int Story)>> postings = [];
    private StoryTerms[] stories = [];

    /// <summary>The spelling of each single-word term, by its hash.</summary>
    public Dictionary<int, string> Written { get; private set; } = [];

    public IReadOnlyDictionary<int, int> Containing => containing;

    public IReadOnlyList<StoryTerms> Stories => stories;

    /// <summary>The packed terms beyond the strongest ones of each story, in the order of the stories.</summary>
    public IEnumerable<byte[]> OtherTerms => otherTerms.Read();

    public TermStatistics Statistics { get; private set; } = new(0, 0, new Dictionary<int, int>());

    public long Words { get; private set; }

    public async Task Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var total = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*) from story", cancellationToken: cancellationToken));
        for (var reading = Some(connection, Guid.Empty, cancellationToken); await reading is { Rows.Count: > 0 } some;)
        {
            reading = Some(connection, some.Rows[^1].Id, cancellationToken); // fetches the next batch while this one is counted
            var read = new (TermCounts? Terms, List<(Guid, Guid, int[])> Lessons)[some.Rows.Count];
            Parallel.For(0, read.Length, i =>
            {
                var takeaways = some.Takeaways[some.Rows[i].Id].ToList();
                read[i] = (
                    some.Places[i] is null ? counted.Count(some.Rows[i].ToComparable(takeaways)) : null,
                    takeaways.ConvertAll(takeaway => (takeaway.StoryId, takeaway.Id, TakeawayVectorIndex.Terms(takeaway))));
            });
            for (var i = 0; i < read.Length; i++)
            {
                var place = some.Places[i] ?? counted.Add(read[i].Terms!);
                Count(some.Rows[i].Head, read[i].Terms ?? TermCounts.FromBytes(counted.Packed(place)), place);
                lessons.AddRange(read[i].Lessons);
            }

            report(new("Reading", heads.Count, total));
        }

        Statistics = new(heads.Count, Words, containing);
        Written = counted.Vocabulary.GetDisplayForms();
    }

    /// <summary>Reads the next stories, with the offsets of those already counted and the bodies of the others.</summary>
    private async Task<(List<ComparableStoryRow> Rows, List<long?> Places, ILookup<Guid, TakeawayText> Takeaways)> Some(NpgsqlConnection connection, Guid last, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select s.id as Id, s.revision as Revision, s.founder_id as Founder, s.title as Title, s.dek as Dek, '' as Body,
              array(select topic_id from story_topic where story_id = s.id order by position) as Topics
            from story s
            where s.id > @last
            order by s.id
            limit @ReadAtOnce;

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation
            from takeaway
            where story_id in (select id from story where id > @last order by id limit @ReadAtOnce)
            order by story_id, position;
            """,
            new { last, ReadAtOnce },
            commandTimeout: 300,
            cancellationToken: cancellationToken));
        var rows = (await results.ReadAsync<ComparableStoryRow>()).AsList();
        var takeaways = (await results.ReadAsync<TakeawayText>()).ToLookup(takeaway => takeaway.StoryId);
        await results.DisposeAsync();

        var known = rows.ConvertAll(row => counted.Place(row.Id, row.Revision));
        var uncounted = rows.Where((_, i) => known[i] is null).Select(row => row.Id).ToArray();
        var bodies = (await connection.QueryAsync<(Guid Id, string Body)>(new CommandDefinition(
            "select id, plain_text from story where id = any(@uncounted)",
            new { uncounted },
            commandTimeout: 300,
            cancellationToken: cancellationToken))).ToDictionary(row => row.Id, row => row.Body);
        return (rows.ConvertAll(row => row with { Body = bodies.GetValueOrDefault(row.Id, "") }), known, takeaways);
    }

    /// <summary>Computes the lists of all stories, in no particular order.</summary>
    public IEnumerable<List<RankedCandidate>> Compare()
    {
        Weigh();
        File();
        var index = TakeawayVectorIndex.Create(lessons, Statistics);
        using var lists = new BlockingCollection<List<RankedCandidate>>(1000);
        var done = 0;
        var work = Task.Run(() =>
        {
            try
            {
                Parallel.For(0, stories.Length, () => (Scores: new float[stories.Length], Touched: new List<int>()), (i, _, scratch) =>
                {
                    var neighbours = new CandidateRanker(stories[i], Candidates(i, scratch.Scores, scratch.Touched), Statistics, TopicRarity);
                    stories[i].DuplicateOf = neighbours.DuplicateOf();
                    lists.Add(neighbours.List(index, term => Written.GetValueOrDefault(term, "")));
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
            if (++done % 500 == 0 || done == stories.Length)
            {
                report(new("Comparing", done, stories.Length));
            }

            yield return list;
        }

        work.GetAwaiter().GetResult();
    }

    private void Count(StoryAttributes head, TermCounts read, long place)
    {
        foreach (var term in read.Terms)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(containing, term, out _)++;
        }

        Words += read.WordCount;
        if (head.Founder is { } founder)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(byFounder, founder, out _) ??= []).Add(heads.Count);
        }

        foreach (var topic in head.Topics)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(byTopic, topic, out _) ??= []).Add(heads.Count);
        }

        heads.Add(head);
        places.Add(place);
    }

    private void Weigh()
    {
        stories = new StoryTerms[heads.Count];
        foreach (var some in places.Select(counted.Packed).Index().Chunk(ReadAtOnce))
        {
            Parallel.ForEach(some, row => stories[row.Index] = StoryTerms.Create(heads[row.Index], TermCounts.FromBytes(row.Item), Statistics));
            foreach (var (i, _) in some)
            {
                otherTerms.Add(stories[i].PackedOtherTerms);
                stories[i] = stories[i] with { PackedOtherTerms = [] };
            }
        }

        counted.Dispose(); // frees half of the disk space
    }

    private void File()
    {
        for (var i = 0; i < stories.Length; i++)
        {
            foreach (var (term, impact) in stories[i].Postings(Statistics))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(postings, term, out _) ??= []).Add((impact, i));
            }
        }

        Parallel.ForEach(postings.Values, list =>
        {
            list.Sort((a, b) => a.Impact != b.Impact ? b.Impact.CompareTo(a.Impact) : a.Story.CompareTo(b.Story));
            if (list.Count > CandidateRanker.PostingsPerTerm)
            {
                list.RemoveRange(CandidateRanker.PostingsPerTerm, list.Count - CandidateRanker.PostingsPerTerm);
                list.TrimExcess();
            }
        });
    }

    /// <summary>Returns the candidates of a story, by the same rules as <see cref="StoryTermsSql.Candidates"/>.</summary>
    /// <param name="story">The index of the story.</param>
    /// <param name="scores">A scratch array with one score per story, all 0; zero again on return.</param>
    /// <param name="touched">A scratch list of the stories with a score, empty; empty again on return.</param>
    private IEnumerable<StoryTerms> Candidates(int story, float[] scores, List<int> touched)
    {
        if (stories.Length <= CandidateRanker.Candidates)
        {
            return stories;
        }

        foreach (var (term, weight) in RecommendationIndexWriter.Query(stories[story], Statistics))
        {
            if (postings.TryGetValue(term, out var list))
            {
                foreach (var (impact, other) in list)
                {
                    if (scores[other] == 0)
                    {
                        touched.Add(other);
                    }

                    scores[other] += weight * (impact + 1);
                }
            }
        }

        var best = new PriorityQueue<int, (float Score, int Before)>(CandidateRanker.Candidates);
        foreach (var other in touched)
        {
            if (best.Count < CandidateRanker.Candidates)
            {
                best.Enqueue(other, (scores[other], -other));
            }
            else
            {
                best.EnqueueDequeue(other, (scores[other], -other));
            }

            scores[other] = 0;
        }

        touched.Clear();
        var found = best.UnorderedItems.Select(item => item.Element).ToHashSet();
        if (stories[story].Founder is { } founder)
        {
            found.UnionWith(byFounder[founder].TakeLast(20));
        }

        foreach (var topic in stories[story].Topics)
        {
            found.UnionWith(byTopic[topic].TakeLast(10));
        }

        return found.Select(other => stories[other]);
    }

    private float TopicRarity(Guid topic) => RecommendationIndexWriter.TopicRarity(byTopic[topic].Count, Statistics.Stories);

    public void Dispose()
    {
        counted.Dispose();
        otherTerms.Dispose();
    }
}
