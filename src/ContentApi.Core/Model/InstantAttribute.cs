using System.Globalization;

namespace ContentApi.Core.Model;

/// <summary>Validates an RFC 3339 instant or a date.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class InstantAttribute() : PatternAttribute(
    @"^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,38})?([Zz]|[+-]\d{2}:\d{2}))?$",
    "must be a date such as 2025-08-26, or a date-time such as 2025-08-26T06:00:00Z. (Encode + as %2B.)")
{
    /// <summary>Maximum length in characters.</summary>
    public const int MaxLength = Rfc3339.MaxLength;

    public override bool IsValid(object? value) =>
        base.IsValid(value) && (value is not string text || Parse(text, TimeZoneInfo.Utc) is not null);

    /// <summary>
    /// Parses an RFC 3339 instant or a date. Returns the instant, or the start of the date in <paramref name="zone"/>, in UTC; returns null
    /// if the text is neither.
    /// </summary>
    public static DateTime? Parse(string text, TimeZoneInfo zone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var midnight = date.ToDateTime(TimeOnly.MinValue);
            return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, zone);
        }

        return Rfc3339.TryParse(text, out var instant) ? instant.UtcDateTime : null;
    }
}
