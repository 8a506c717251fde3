using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Replaces the recommendation index with the result of a rebuild, using COPY.</summary>
/// <remarks>Rows are deleted, not truncated: `truncate` would lock out readers, who see the old lists until the commit.</remarks>
internal sealed class RebuildWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>Collects the lists in a temporary table as they are computed, without locking the index.</summary>
    public async Task CollectLists(IEnumerable<List<RankedCandidate>> lists)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "create temporary table collected (like computed_recommendation) on commit drop", cancellationToken: cancellationToken));
        await using var copy = await Copy("collected (story_id, target_id, score, shared_terms, takeaway_id, target_takeaway_id)");
        foreach (var row in lists.SelectMany(list => list))
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.Story, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Target, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Score, NpgsqlDbType.Real, cancellationToken);
            await copy.WriteAsync(row.SharedTerms, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await WriteOrNull(copy, row.TakeawayId);
            await WriteOrNull(copy, row.TargetTakeawayId);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>Returns the slugs of the stories whose lists changed.</summary>
    public async Task<IReadOnlyList<string>> Changed() => (await connection.QueryAsync<string>(new CommandDefinition(
        """
        select slug
        from story
        where id in (
          select story_id from (table computed_recommendation except table collected) as removed
          union
          select story_id from (table collected except table computed_recommendation) as added)
        order by slug
        """,
        cancellationToken: cancellationToken))).AsList();

    /// <summary>Replaces the whole index. Skips stories that were withdrawn after the rebuild began.</summary>
    public async Task Replace(RecommendationRebuilder rebuild)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from computed_recommendation;
            delete from term_posting;
            delete from story_terms;
            delete from term;

            insert into computed_recommendation (story_id, target_id, score, shared_terms, takeaway_id, target_takeaway_id)
            select c.story_id, c.target_id, c.score, c.shared_terms, c.takeaway_id, c.target_takeaway_id
            from collected c
            where exists (select from story where id = c.story_id) and exists (select from story where id = c.target_id)
            order by c.story_id, c.target_id;
            """,
            commandTimeout: 0,
            cancellationToken: cancellationToken));
        var published = (await connection.QueryAsync<Guid>(new CommandDefinition("select id from story", cancellationToken: cancellationToken))).ToHashSet();
        await WriteTerms(rebuild, published);
    }

    private async Task WriteTerms(RecommendationRebuilder rebuild, HashSet<Guid> published)
    {
        var number = 0;
        List<(int Term, short Impact, int Number)> posted = [];
        const string Columns = """
            story_id, document_number, revision, founder_id, topics, word_count, terms, counts, other_terms,
            title_terms, lead_terms, norms, posted_terms, impacts, duplicate_of
            """;
        await using (var copy = await Copy($"story_terms ({Columns})"))
        {
            foreach (var (story, otherTerms) in rebuild.Stories.Zip(rebuild.OtherTerms).Where(pair => published.Contains(pair.First.Id)))
            {
                number++;
                var postings = story.Postings(rebuild.Statistics).ToList();
                posted.AddRange(postings.Select(posting => (posting.Term, posting.Impact, number)));
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(story.Id, NpgsqlDbType.Uuid, cancellationToken);
                await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(story.Revision, NpgsqlDbType.Bigint, cancellationToken);
                await WriteOrNull(copy, story.Founder);
                await copy.WriteAsync(story.Topics, NpgsqlDbType.Array | NpgsqlDbType.Uuid, cancellationToken);
                await copy.WriteAsync(story.WordCount, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(story.PackedTerms, NpgsqlDbType.Bytea, cancellationToken);
                await copy.WriteAsync(story.PackedCounts, NpgsqlDbType.Bytea, cancellationToken);
                await copy.WriteAsync(otherTerms, NpgsqlDbType.Bytea, cancellationToken);
                await copy.WriteAsync(story.TitleTerms, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(story.LeadTerms, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(story.Norms, NpgsqlDbType.Array | NpgsqlDbType.Real, cancellationToken);
                await copy.WriteAsync(postings.Select(posting => posting.Term).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(postings.Select(posting => posting.Impact).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint, cancellationToken);
                await WriteOrNull(copy, story.DuplicateOf);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await WritePostings(posted);
        await WriteStatistics(rebuild, number);
    }

    private async Task WritePostings(List<(int Term, short Impact, int Number)> posted)
    {
        // COPY starts before the sort, because the server would close a connection that stays idle in a transaction.
        await using var copy = await Copy("term_posting (term, impact, document_number)");
        posted.Sort(); // inserting in key order fills the index several times faster
        foreach (var (term, impact, number) in posted)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(term, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(impact, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task WriteStatistics(RecommendationRebuilder rebuild, int stories)
    {
        await using (var copy = await Copy("term (hash, word, story_count)"))
        {
            foreach (var (term, containing) in rebuild.Containing)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(term, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(rebuild.Written.GetValueOrDefault(term, ""), NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(containing, NpgsqlDbType.Integer, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            update term_statistics set story_count = @StoryCount, word_count = @WordCount;

            -- A sequence is not rolled back, so it must never go down.
            select setval('story_terms_document_number_seq', greatest(@StoryCount, last_value)) from story_terms_document_number_seq;
            """,
            new { StoryCount = stories, WordCount = rebuild.Words },
            cancellationToken: cancellationToken));
    }

    private async Task<NpgsqlBinaryImporter> Copy(string into)
    {
        var copy = await connection.BeginBinaryImportAsync($"copy {into} from stdin (format binary)", cancellationToken);
        copy.Timeout = TimeSpan.Zero;
        return copy;
    }

    private Task WriteOrNull(NpgsqlBinaryImporter copy, Guid? value) =>
        value is { } id ? copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken) : copy.WriteNullAsync(cancellationToken);
}
