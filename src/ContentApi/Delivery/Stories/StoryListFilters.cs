using ContentApi.Core.Model;
using ContentApi.Library;
using Dapper;

namespace ContentApi.Delivery.Stories;

/// <summary>Composes the filters of a list of stories from its query parameters.</summary>
internal static class StoryListFilters
{
    public static StoryFilters Create(StoryListQuery query, DynamicParameters parameters, TimeZoneInfo zone)
    {
        var filters = new StoryFilters(query.Founder, query.Topic, parameters);
        if (query.Language is not null)
        {
            filters.AddCondition("s.language = @Language", "Language", LanguageTag.Normalize(query.Language));
        }

        if (query.PublishedFrom is not null)
        {
            filters.AddCondition($"{filters.DateColumn} >= @From", "From", InstantAttribute.Parse(query.PublishedFrom, zone));
        }

        if (query.PublishedBefore is not null)
        {
            filters.AddCondition($"{filters.DateColumn} < @Before", "Before", InstantAttribute.Parse(query.PublishedBefore, zone));
        }

        if (query.ReadingMinutesMax is not null)
        {
            filters.AddCondition("s.reading_minutes <= @ReadingMinutesMax", "ReadingMinutesMax", query.ReadingMinutesMax);
        }

        return filters;
    }
}
