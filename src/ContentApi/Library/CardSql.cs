namespace ContentApi.Library;

/// <summary>SQL shared by all lists of cards. `s` is the story, `f` its founder.</summary>
internal static class CardSql
{
    public static readonly string Columns = """
        s.id as Id, s.slug as Slug, s.title as Title, s.dek as Dek, s.byline as Byline,
            f.id as FounderId, f.slug as FounderSlug, f.name as FounderName,
            s.published_at as PublishedAt, (s.published_at at time zone @TimeZone)::date as PublishedOn,
            s.updated_at as UpdatedAt, s.reading_minutes as ReadingMinutes, s.image as Image, s.language as Language
        """;

    public static readonly string From = "from story s left join founder f on f.id = s.founder_id";

    /// <summary>
    /// The condition under which the pre-serialized JSON is current: its revision is the story's, and its format version is @FormatVersion.
    /// </summary>
    public static readonly string HasCurrentJson = "s.json_revision = s.revision and s.json_format = @FormatVersion";

    /// <summary>
    /// Returns the statement that selects pre-serialized cards and their sort column. <paramref name="from"/> contains the remaining
    /// clauses, starting with `from`.
    /// </summary>
    public static string SelectJson(string sortColumn, string from) => $"""
        select s.id as Id, case when {HasCurrentJson} then s.card_json end as CardJson, {sortColumn}
        {from};

        """;

    /// <summary>Selects the cards of the previous and next story of the same founder, relative to the story with the slug @Slug.</summary>
    public static readonly string SelectAdjacent = $"""
        (select {Columns}, false as IsNext
        from story here
        join story s on s.founder_id = here.founder_id and (s.published_at, s.id) < (here.published_at, here.id)
        join founder f on f.id = s.founder_id
        where here.slug = @Slug
        order by s.published_at desc, s.id desc
        limit 1)
        union all
        (select {Columns}, true as IsNext
        from story here
        join story s on s.founder_id = here.founder_id and (s.published_at, s.id) > (here.published_at, here.id)
        join founder f on f.id = s.founder_id
        where here.slug = @Slug
        order by s.published_at, s.id
        limit 1);

        """;
}
