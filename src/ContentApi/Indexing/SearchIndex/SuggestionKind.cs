namespace ContentApi.Indexing.SearchIndex;

/// <summary>The kinds of suggestions, in the order in which they are listed. Their names are the values of `suggestion.kind`.</summary>
internal enum SuggestionKind
{
    Founder,
    Topic,
    Story,
}
