namespace ContentApi.Indexing.SearchIndex;

/// <summary>The kinds of names that complete a text, in the order in which suggestions list them, by their names in `suggestion.kind`.</summary>
internal enum SuggestionKind
{
    Founder,
    Topic,
    Story,
}
