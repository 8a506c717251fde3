namespace ContentApi.Core.Model;

/// <summary>The types of search results.</summary>
internal enum SearchType
{
    Story,
    Founder,
    Takeaway,
}
