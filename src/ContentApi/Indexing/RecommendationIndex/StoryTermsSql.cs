namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>SQL statements on the stored terms of stories. `v` is a story's row in `story_terms`.</summary>
internal static class StoryTermsSql
{
    /// <summary>The columns that a comparison of stories needs.</summary>
    public static readonly string Columns = """
        v.story_id as Id, v.document_number as DocumentNumber, v.revision as Revision, v.founder_id as Founder, v.topics as Topics, v.word_count as WordCount,
            v.terms as PackedTerms, v.counts as PackedCounts, v.title_terms as TitleTerms, v.lead_terms as LeadTerms, v.norms as Norms, v.duplicate_of as DuplicateOf
        """;

    /// <summary>
    /// Selects the candidates of a story: the stories that score highest in the strongest postings of its terms, and the newest stories of
    /// its founder and its topics. In a library of at most @Limit stories, all stories are candidates.
    /// </summary>
    /// <remarks>The work is bounded by the number of terms, not by the number of stories.</remarks>
    public static readonly string SelectCandidates = $"""
        with matches as (
          select posting.document_number, sum(query.weight * posting.impact) as score
          from unnest(@Terms, @Weights) as query (term, weight)
          cross join lateral (
            select document_number, impact from term_posting where term = query.term order by impact desc limit @PostingsPerTerm) as posting
          group by posting.document_number
          order by score desc
          limit @Limit)
        select {Columns}
        from story_terms v
        where v.story_id <> @Id and v.story_id = any(array(
          select story_id from story_terms where document_number in (select document_number from matches)
          union
          select recent.story_id
          from unnest(@Topics) as topic (id)
          cross join lateral (
            select story_id from story_topic where topic_id = topic.id order by published_at desc, story_id desc limit 10) as recent
          union
          (select id from story where founder_id = @Founder order by published_at desc, id desc limit 20)
          union
          select story_id from story_terms where (select story_count from term_statistics) <= @Limit))
        """;

    /// <summary>Promotes the next near-duplicate of the story @Id to canonical.</summary>
    public static readonly string PromoteDuplicate = """
        update story_terms
        set duplicate_of = nullif((select story_id from story_terms where duplicate_of = @Id order by story_id limit 1), story_id)
        where duplicate_of = @Id;
        """;

    /// <summary>Saves the terms and the postings of a story, and returns its document number.</summary>
    public static readonly string Save = """
        with saved as (
          insert into story_terms (
            story_id, revision, founder_id, topics, word_count, terms, counts, other_terms, title_terms, lead_terms, norms, posted_terms, impacts)
          values (
            @Id, @Revision, @Founder, @Topics, @WordCount, @PackedTerms, @PackedCounts, @PackedOtherTerms, @TitleTerms, @LeadTerms, @Norms, @PostedTerms, @Impacts)
          on conflict (story_id) do update set
            revision = excluded.revision, founder_id = excluded.founder_id, topics = excluded.topics, word_count = excluded.word_count,
            terms = excluded.terms, counts = excluded.counts, other_terms = excluded.other_terms, title_terms = excluded.title_terms,
            lead_terms = excluded.lead_terms, norms = excluded.norms, posted_terms = excluded.posted_terms, impacts = excluded.impacts
          returning document_number),
        postings as (
          insert into term_posting (term, impact, document_number)
          select input.term, input.impact, saved.document_number from saved, unnest(@PostedTerms, @Impacts) as input (term, impact))
        select document_number from saved
        """;
}
