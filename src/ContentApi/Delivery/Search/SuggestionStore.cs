using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Indexing.SearchIndex;

namespace ContentApi.Delivery.Search;

/// <summary>Suggests completions of a text.</summary>
internal sealed class SuggestionStore(SnapshotReader reader)
{
    /// <summary>The maximum number of keys read for each kind, in key order. The limit bounds the work for a short prefix.</summary>
    private const int MaxKeys = 60;

    private static readonly string Sql = string.Join("\nunion all\n", Enum.GetValues<SuggestionKind>().Select(SelectSql)) + ";";

    /// <summary>Returns matching founders, topics and stories; those whose name or title starts with the text come first.</summary>
    public Task<IReadOnlyList<Suggestion>> Suggest(string text, int limit, CancellationToken cancellationToken)
    {
        var prefix = string.Join(' ', Tokenizer.Tokenize(text).Select(word => word.Text));
        return reader.Read<IReadOnlyList<Suggestion>>(
            Sql,
            new { Prefix = prefix, End = prefix + char.MaxValue, MaxKeys },
            async results => prefix.Length == 0 ? [] : (await results.ReadAsync<SuggestionRow>())
                .OrderBy(row => row.WordIndex > 0)
                .ThenBy(row => row.Type)
                .ThenBy(row => row.WordIndex)
                .ThenBy(row => row.Key, StringComparer.Ordinal)
                .DistinctBy(row => (row.Type, row.Slug))
                .Take(limit)
                .Select(row => new Suggestion { Type = row.Type.GetName(), Id = row.Id, Slug = row.Slug, Text = row.Text })
                .ToList(),
            cancellationToken);
    }

    /// <summary>Returns the statement for one kind. Excludes founders and topics without stories.</summary>
    private static string SelectSql(SuggestionKind kind) => $"""
        (select '{kind.GetName()}' as Type, n.id as Id, n.slug as Slug, n.{(kind == SuggestionKind.Story ? "title" : "name")} as Text, matches.word_index as WordIndex, matches.key as Key
        from (select key, word_index, id from suggestion where kind = '{kind.GetName()}' and key >= @Prefix and key < @End order by key limit @MaxKeys) as matches
        join {kind.GetName()} n on n.id = matches.id
        where {kind switch { SuggestionKind.Founder => "exists (select from story where founder_id = n.id)", SuggestionKind.Topic => "exists (select from story_topic where topic_id = n.id)", _ => "true" }})
        """;

    private sealed record SuggestionRow(SuggestionKind Type, Guid Id, string Slug, string Text, short WordIndex, string Key);
}
