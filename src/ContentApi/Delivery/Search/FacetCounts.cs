using System.Globalization;

namespace ContentApi.Delivery.Search;

/// <summary>
/// Counts the matching stories by founder, topic and year. Keeps the 20 most frequent values of each; of equally frequent values, those
/// with the lower id or year.
/// </summary>
/// <remarks>
/// Founders and years are counted here, because grouping them in PostgreSQL is slower. Topics are counted in PostgreSQL, because a story
/// can have up to 20 of them.
/// </remarks>
/// <param name="founders">The founder id of each story that has a founder.</param>
/// <param name="topics">The most frequent topics with their numbers of stories.</param>
/// <param name="published">The publication time (UTC) of each story.</param>
/// <param name="zone">The time zone in which a year begins.</param>
internal sealed class FacetCounts(Guid[] founders, IEnumerable<(Guid Id, int Stories)> topics, DateTime[] published, TimeZoneInfo zone)
{
    public const int MaxValues = 20;

    public Dictionary<Guid, int> Founders { get; } = CountMostFrequent(founders);

    public Dictionary<Guid, int> Topics { get; } = topics.ToDictionary(topic => topic.Id, topic => topic.Stories);

    /// <summary>Returns the facets, with the names of founders and topics.</summary>
    public SearchFacets ToFacets(IEnumerable<FacetName> names)
    {
        var facetNames = names.ToList();
        var years = CountMostFrequent(published.Select(at => TimeZoneInfo.ConvertTimeFromUtc(at, zone).Year));
        return new()
        {
            Founders = CreateFacets(facetNames.Where(name => Founders.ContainsKey(name.Id)).Select(name => (name.Value, name.Name, Founders[name.Id]))),
            Topics = CreateFacets(facetNames.Where(name => Topics.ContainsKey(name.Id)).Select(name => (name.Value, name.Name, Topics[name.Id]))),
            Years = CreateFacets(years.Select(year => (FormatYear(year.Key), FormatYear(year.Key), year.Value))),
        };
    }

    private static Dictionary<T, int> CountMostFrequent<T>(IEnumerable<T> values)
        where T : notnull =>
        values.CountBy(value => value).OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MaxValues).ToDictionary();

    private static List<Facet> CreateFacets(IEnumerable<(string Value, string Name, int Count)> counts) =>
        counts.OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal)
            .Select(count => new Facet { Value = count.Value, Name = count.Name, Count = count.Count }).ToList();

    private static string FormatYear(int year) => year.ToString("D4", CultureInfo.InvariantCulture);
}
