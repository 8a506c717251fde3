using ContentApi.Core.Text;
using ContentApi.Data;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>Suggests a corrected query when words of the query occur in no story, using the nearest words of the library.</summary>
internal sealed class SpellingSuggester(SnapshotReader reader)
{
    /// <summary>
    /// Selects candidates by trigram similarity. <see cref="Suggest"/> prefers a small edit distance, then similar and frequent words.
    /// </summary>
    private const string SelectCandidates = """
        select input.position as Position, candidate.word as Word, candidate.similarity as Similarity, candidate.story_count as StoryCount
        from unnest(@Words) with ordinality as input (word, position)
        cross join lateral (
          select word, story_count, similarity(word, input.word) as similarity
          from term
          where hash >= 0 and word % input.word and story_count > 0
          order by similarity desc, story_count desc
          limit 20) as candidate;
        """;

    /// <summary>Returns the query with unknown words replaced by similar ones, or null if no word can be replaced.</summary>
    public async Task<string?> Suggest(SearchQuery query, CancellationToken cancellationToken)
    {
        var terms = query.IncludedTerms.Where(term => term.Words.Length == 1 && term.Words[0].Length is > 2 and <= 40).ToList();
        if (terms.Count == 0)
        {
            return null;
        }

        var (knownHashes, candidates) = await reader.Read(
            $"select hash from term where hash = any(@Hashes) and story_count > 0;\n{SelectCandidates}",
            new { Hashes = query.TermHashes, Words = terms.Select(term => term.Words[0]).ToArray() },
            async results => ((await results.ReadAsync<int>()).ToHashSet(), (await results.ReadAsync<(long Position, string Word, float Similarity, int StoryCount)>()).ToLookup(row => row.Position)),
            cancellationToken);

        var correctedQuery = query.Text;
        var isCorrected = false;
        foreach (var (i, term) in terms.Index().Reverse())
        {
            var word = term.Words[0];
            if (TermExtractor.ExtractWordTerms(word).Any(knownHashes.Contains))
            {
                continue;
            }

            var correction = candidates[i + 1]
                .Select(row => (row.Word, Distance: EditDistance.Compute(word, row.Word), Weight: row.Similarity * Math.Log(10 + row.StoryCount)))
                .Where(row => row.Distance <= Math.Max(1, word.Length / 3))
                .OrderBy(row => row.Distance)
                .ThenByDescending(row => row.Weight)
                .Select(row => row.Word)
                .FirstOrDefault();
            if (correction is not null)
            {
                (correctedQuery, isCorrected) = (correctedQuery[..term.Start] + correction + correctedQuery[(term.Start + term.Length)..], true);
            }
        }

        return isCorrected ? correctedQuery : null;
    }
}
