namespace ContentApi.Core.Model;

/// <summary>Type of a search result.</summary>
internal enum SearchType
{
    Story,
    Founder,
    Takeaway,
}
