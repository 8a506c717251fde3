using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Recommendations;

/// <summary>Explains the rank of one story among the recommendations of another, using the comparison that built the list.</summary>
internal sealed class RecommendationExplainer(SnapshotReader reader, RecommendationStore recommendations, IOptions<LibraryOptions> options)
{
    /// <summary>The id of the other story, which may be named by a former slug.</summary>
    private static readonly string OtherId = StoryFilters.SelectIdSql("@Other");

    private static readonly string PairIds = $"array[(select id from story where slug = @Slug), {OtherId}]";

    private static readonly string SelectPair = $"""
        select id from story where slug = @Slug;

        select {CardSql.Columns}, null::real as Score, array[]::text[] as SharedTerms, v.duplicate_of as DuplicateOf,
          null::uuid as TakeawayId, null::text as Statement, null::uuid as TargetTakeawayId, null::text as TargetStatement,
          null::text as Read, coalesce(s.founder_id = here.founder_id, false) as IsSameFounder,
          array(select t.id || chr(10) || t.slug || chr(10) || t.name
            from story_topic target_topic
            join story_topic own_topic on own_topic.topic_id = target_topic.topic_id and own_topic.story_id = here.id
            join topic t on t.id = target_topic.topic_id
            where target_topic.story_id = s.id
            order by own_topic.position) as SharedTopics
        from story here
        join story s on s.id = {OtherId}
        left join founder f on f.id = s.founder_id
        left join story_terms v on v.story_id = s.id
        where here.slug = @Slug;

        select {StoryTermsSql.Columns} from story_terms v where v.story_id = any({PairIds});

        select t.story_id as StoryId, t.id as Id, t.statement as Statement, t.explanation as Explanation
        from takeaway t join story s on s.id = t.story_id
        where s.id = any({PairIds})
        order by t.story_id, t.position;

        select story_count, word_count from term_statistics;

        select t.hash, t.story_count, t.word
        from term t
        where t.hash = any(array(
          select term
          from story s
          join story_terms v on v.story_id = s.id
          cross join lateral (select unpack_integers(v.terms) as term union all select unnest(v.lead_terms)) as terms
          where s.id = any({PairIds})));

        select own_topic.topic_id, (select count(*) from (select from story_topic where topic_id = own_topic.topic_id limit 1000) as counted)::int
        from story_topic own_topic join story s on s.id = own_topic.story_id
        where s.slug = @Slug;
        """;

    /// <summary>Returns whether each of the two stories exists, and the explanation if both do.</summary>
    public async Task<(bool StoryExists, bool OtherExists, Explanation? Explanation)> Explain(string slug, string other, CancellationToken cancellationToken)
    {
        var (storyId, pair) = await reader.Read(
            SelectPair, new { Slug = slug, Other = other, options.Value.TimeZone }, async results => (await results.ReadSingleOrDefaultAsync<Guid?>(), await ReadPair(results)), cancellationToken);
        if (storyId is null || pair.Card is null)
        {
            return (storyId is not null, pair.Card is not null, null);
        }

        var list = await recommendations.List(slug, RecommendationStore.MaxLimit, cancellationToken) ?? [];
        return (true, true, CreateExplanation(slug, storyId.Value, pair, list));
    }

    private static async Task<ComparedPair> ReadPair(SqlMapper.GridReader results)
    {
        var card = await results.ReadSingleOrDefaultAsync<ComputedRecommendationRow>();
        var storyTerms = (await results.ReadAsync<StoryTerms>()).ToDictionary(story => story.Id);
        var takeaways = (await results.ReadAsync<TakeawayText>()).AsList();
        var (storyCount, wordCount) = await results.ReadSingleAsync<(int, long)>();
        var termRows = (await results.ReadAsync<(int Hash, int Stories, string Word)>()).AsList();
        var topicSizes = (await results.ReadAsync<(Guid Id, int Stories)>()).ToDictionary(row => row.Id, row => row.Stories);
        return new(card, storyTerms, takeaways, new(storyCount, wordCount, termRows.ToDictionary(row => row.Hash, row => row.Stories)), termRows.ToDictionary(row => row.Hash, row => row.Word), topicSizes);
    }

    private static Explanation CreateExplanation(string slug, Guid storyId, ComparedPair pair, IReadOnlyList<Recommendation> list)
    {
        var card = pair.Card!;
        var comparison = pair.Compare(storyId);
        var index = list.ToList().FindIndex(recommendation => recommendation.Id == card.Id);
        var entry = index < 0 ? null : list[index];
        var listedDuplicate = card.Id == storyId ? null : list.FirstOrDefault(candidate => candidate.Id != card.Id && candidate.DuplicateGroupId == (card.DuplicateOf ?? card.Id));
        var (verdict, detail) =
            card.Id == storyId ? (Verdict.Self, "This is the story itself.")
            : entry is { Source: RecommendationSource.Editorial } ? (Verdict.Editorial, $"Chosen by the editor; ranked {index + 1} of {list.Count}.")
            : entry is not null ? (Verdict.Computed, $"Ranked {index + 1} of {list.Count}.")
            : comparison is null ? (Verdict.Waiting, "The two stories have not been compared yet. An import compares its stories at the end.")
            : comparison.Value.Features.Text > StorySimilarity.NearDuplicateThreshold || card.DuplicateOf == storyId ? (Verdict.Duplicate, "It is a near-duplicate of the story being read.")
            : listedDuplicate is not null ? (Verdict.Duplicate, $"It is a near-duplicate of '{listedDuplicate.Slug}', which is in the list.")
            : comparison.Value.Score < 0.01 ? (Verdict.Unrelated, "The two stories have almost nothing in common.")
            : (Verdict.Outranked, $"Its score of {comparison.Value.Score:0.00} is too low for the list of {list.Count} stories, or too many stories ranked before it are about the same founder.");
        return new()
        {
            Story = slug,
            Other = card.Slug,
            Rank = index < 0 ? null : index + 1,
            Verdict = verdict,
            Detail = detail,
            Score = comparison is null ? null : Math.Round(comparison.Value.Score, 4),
            Parts = comparison is not { } compared ? null : new()
            {
                Text = Math.Round(compared.Features.Text, 4),
                TitleAndDek = Math.Round(compared.Features.Lead, 4),
                TitleInText = Math.Round(compared.Features.TitleInText, 4),
                TextInTitle = Math.Round(compared.Features.TextInTitle, 4),
                FounderAndTopics = Math.Round(compared.Features.Bonus, 4),
                Takeaways = Math.Round(compared.TakeawayBonus, 4),
            },
            Reasons = card.Id == storyId ? [] : comparison is { } details ? details.Reasons : card.BuildReasons().Where(reason => reason.Kind != ReasonKind.Recent).ToList(),
        };
    }

    private sealed record ComparedPair(
        ComputedRecommendationRow? Card, Dictionary<Guid, StoryTerms> Terms, List<TakeawayText> Takeaways, TermStatistics Statistics, Dictionary<int, string> DisplayForms, Dictionary<Guid, int> TopicSizes)
    {
        public (SimilarityFeatures Features, double Score, double TakeawayBonus, IReadOnlyList<Reason> Reasons)? Compare(Guid storyId)
        {
            if (Card!.Id == storyId || !Terms.TryGetValue(storyId, out var storyTerms) || !Terms.TryGetValue(Card.Id, out var otherTerms))
            {
                return null;
            }

            var ranker = new CandidateRanker(storyTerms, [otherTerms], Statistics, topic => StoryComparer.ComputeTopicRarity(TopicSizes.GetValueOrDefault(topic), Statistics.StoryCount));
            var takeawayVectors = TakeawayVectorIndex.Create(Takeaways.Select(takeaway => (takeaway.StoryId, takeaway.Id, TakeawayVectorIndex.ExtractTerms(takeaway))), Statistics);
            var compared = ranker.Compare(takeawayVectors, term => DisplayForms.GetValueOrDefault(term, ""));
            var statements = Takeaways.ToDictionary(takeaway => takeaway.Id, takeaway => takeaway.Statement);
            var row = Card with
            {
                SharedTerms = compared.Candidate.SharedTerms,
                TakeawayId = compared.Candidate.TakeawayId,
                Statement = compared.Candidate.TakeawayId is { } takeawayId ? statements[takeawayId] : null,
                TargetTakeawayId = compared.Candidate.TargetTakeawayId,
                TargetStatement = compared.Candidate.TargetTakeawayId is { } targetTakeawayId ? statements[targetTakeawayId] : null,
            };
            return (compared.Features, compared.Candidate.Score, compared.TakeawayBonus, row.BuildReasons().Where(reason => reason.Kind != ReasonKind.Recent).ToList());
        }
    }
}
