using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Text;

public sealed class DateParserTests
{
    [Theory]
    [InlineData("2025-08-26")]
    [InlineData("2025-8-26")]
    [InlineData("2025/08/26")]
    [InlineData("2025.8.26")]
    [InlineData("2025年8月26日")]
    [InlineData("August 26, 2025")]
    [InlineData("August 26 2025")]
    [InlineData("august 26th, 2025")]
    [InlineData("Aug 26, 2025")]
    [InlineData("Aug. 26, 2025")]
    [InlineData("26 August 2025")]
    [InlineData("26. August 2025")]
    [InlineData("26th Aug, 2025")]
    [InlineData("26.08.2025")]
    [InlineData("26/8/2025")]
    [InlineData("08/26/2025")]
    [InlineData("Tuesday, August 26, 2025")]
    [InlineData("Published on August 26, 2025")]
    [InlineData("Published: Tue, 26 Aug 2025")]
    public void Parses_unambiguous_dates(string text)
    {
        Assert.True(DateParser.IsDateLike(text), text);
        Assert.Equal(new DateTimeOffset(2025, 8, 26, 0, 0, 0, TimeSpan.Zero), DateParser.Parse(text, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("03.04.2025", false)]
    [InlineData("3/4/2025", false)]
    [InlineData("Chapter 12, 2025", false)]
    [InlineData("Room 12 2025", false)]
    [InlineData("Maybe 3, 2025", false)]
    [InlineData("2025/08-26", false)]
    [InlineData("2025", false)]
    [InlineData("August 2025", false)]
    [InlineData("February 30, 2025", true)]
    [InlineData("2025-13-01", true)]
    [InlineData("31.06.2025", true)]
    [InlineData("0001-01-01", true)]
    public void Rejects_invalid_and_ambiguous_dates(string text, bool isDateLike)
    {
        Assert.Equal(isDateLike, DateParser.IsDateLike(text));
        Assert.True(DateParser.Parse(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")) is null or { Year: < 2 });
    }

    [Theory]
    [InlineData("2025-08-26 08:00:00.123456789 +02:00")]
    [InlineData("2025-08-26 08:00:00.123456789 +0200")]
    [InlineData("2025-08-26 08:00:00.123456789+02:00")]
    [InlineData("2025-08-26 06:00:00.123456789Z")]
    [InlineData("2025-08-26 06:00:00.1234567")]
    [InlineData("2025-08-26 06:00:00.123456789012")]
    [InlineData("2025-08-26T06:00:00.123456789")]
    public void Cuts_off_decimals_beyond_the_seventh(string text) =>
        Assert.Equal(new DateTimeOffset(2025, 8, 26, 6, 0, 0, TimeSpan.Zero).AddTicks(1_234_567), DateParser.Parse(text, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("2025-08-26 06:00:00.")]
    [InlineData("2025-08-26 06:00:00,5")]
    [InlineData("2025-08-26 06:00.5")]
    [InlineData("2025-08-26 06:00:00.123456789x")]
    public void Rejects_malformed_decimals(string text) => Assert.Null(DateParser.Parse(text, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("9 Sept 2025")]
    [InlineData("Sept. 9th, 2025")]
    [InlineData("September 9, 2025")]
    [InlineData("09.09.2025")]
    public void Parses_every_abbreviation_of_September(string text) => Assert.Equal(9, DateParser.Parse(text, TimeZoneInfo.Utc)!.Value.Month);
}
