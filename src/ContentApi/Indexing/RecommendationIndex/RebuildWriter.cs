using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Replaces the recommendation index with the result of a rebuild, using COPY.</summary>
/// <remarks>Rows are deleted, so that readers see the old lists until the commit. `truncate` would block the readers.</remarks>
internal sealed class RebuildWriter(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>Collects the lists in a temporary table as they are computed, without locking the index.</summary>
    public async Task StageLists(IEnumerable<List<RankedCandidate>> lists)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "create temporary table collected (like computed_recommendation) on commit drop", cancellationToken: cancellationToken));
        await using var copy = await BeginCopy("collected (story_id, target_id, score, shared_terms, takeaway_id, target_takeaway_id)");
        foreach (var row in lists.SelectMany(list => list))
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.StoryId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.TargetId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Score, NpgsqlDbType.Real, cancellationToken);
            await copy.WriteAsync(row.SharedTerms, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await WriteOrNull(copy, row.TakeawayId);
            await WriteOrNull(copy, row.TargetTakeawayId);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>Returns the slugs of the stories whose staged lists differ from the current ones.</summary>
    public async Task<IReadOnlyList<string>> ListChangedSlugs() => (await connection.QueryAsync<string>(new CommandDefinition(
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
    public async Task ReplaceIndex(RecommendationRebuilder rebuilder)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select from term_statistics for update; -- excludes TermMerger

            delete from term_change;
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
        var publishedIds = (await connection.QueryAsync<Guid>(new CommandDefinition("select id from story", cancellationToken: cancellationToken))).ToHashSet();
        await WriteTerms(rebuilder, publishedIds);
    }

    private async Task WriteTerms(RecommendationRebuilder rebuilder, HashSet<Guid> publishedIds)
    {
        var documentNumber = 0;
        List<(int Term, short Impact, int DocumentNumber)> allPostings = [];
        const string Columns = """
            story_id, document_number, revision, founder_id, topics, word_count, terms, counts, other_terms,
            title_terms, lead_terms, norms, posted_terms, impacts, duplicate_of
            """;
        await using (var copy = await BeginCopy($"story_terms ({Columns})"))
        {
            foreach (var (story, otherTerms) in rebuilder.Stories.Zip(rebuilder.OtherTerms).Where(pair => publishedIds.Contains(pair.First.Id)))
            {
                documentNumber++;
                var postings = story.BuildPostings(rebuilder.Statistics).ToList();
                allPostings.AddRange(postings.Select(posting => (posting.Term, posting.Impact, documentNumber)));
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(story.Id, NpgsqlDbType.Uuid, cancellationToken);
                await copy.WriteAsync(documentNumber, NpgsqlDbType.Integer, cancellationToken);
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

        await WritePostings(allPostings);
        await WriteStatistics(rebuilder, documentNumber);
    }

    private async Task WritePostings(List<(int Term, short Impact, int DocumentNumber)> postings)
    {
        // COPY starts before the sort, because the server closes a connection that is idle in a transaction for too long.
        await using var copy = await BeginCopy("term_posting (term, impact, document_number)");
        postings.Sort(); // inserting in key order fills the index several times faster
        foreach (var (term, impact, documentNumber) in postings)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(term, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(impact, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(documentNumber, NpgsqlDbType.Integer, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task WriteStatistics(RecommendationRebuilder rebuilder, int storyCount)
    {
        await using (var copy = await BeginCopy("term (hash, word, story_count)"))
        {
            foreach (var (term, documentFrequency) in rebuilder.DocumentFrequencies)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(term, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(rebuilder.DisplayForms.GetValueOrDefault(term, ""), NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(documentFrequency, NpgsqlDbType.Integer, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            update term_statistics set story_count = @StoryCount, word_count = @WordCount, version = version + 1;

            -- A sequence is not rolled back, so it must never go down.
            select setval('story_terms_document_number_seq', greatest(@StoryCount, last_value)) from story_terms_document_number_seq;
            """,
            new { StoryCount = storyCount, WordCount = rebuilder.WordCount },
            cancellationToken: cancellationToken));
    }

    private async Task<NpgsqlBinaryImporter> BeginCopy(string target)
    {
        var copy = await connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)", cancellationToken);
        copy.Timeout = TimeSpan.Zero;
        return copy;
    }

    private Task WriteOrNull(NpgsqlBinaryImporter copy, Guid? value) =>
        value is { } id ? copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken) : copy.WriteNullAsync(cancellationToken);
}
