using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Model;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2025-08-26T06:00:00Z", "2025-08-26T06:00:00.0000000+00:00")]
    [InlineData("2025-08-26t06:00:00z", "2025-08-26T06:00:00.0000000+00:00")]
    [InlineData("2025-08-26T06:00:00.5Z", "2025-08-26T06:00:00.5000000+00:00")]
    [InlineData("2025-08-26T06:00:00.1234567Z", "2025-08-26T06:00:00.1234567+00:00")]
    [InlineData("2025-08-26T06:00:00.123456789Z", "2025-08-26T06:00:00.1234567+00:00")]
    [InlineData("2025-08-26T06:00:00.123456789012Z", "2025-08-26T06:00:00.1234567+00:00")]
    [InlineData("2025-08-26T06:00:00.12345678901234567890123456789012345678+02:00", "2025-08-26T06:00:00.1234567+02:00")]
    [InlineData("2025-08-26T06:00:00.999999999+02:00", "2025-08-26T06:00:00.9999999+02:00")]
    [InlineData("2025-08-26T06:00:00+05:30", "2025-08-26T06:00:00.0000000+05:30")]
    [InlineData("2025-08-26T06:00:00-00:00", "2025-08-26T06:00:00.0000000+00:00")]
    [InlineData("2025-08-26T06:00:00+14:00", "2025-08-26T06:00:00.0000000+14:00")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    public void A_date_time_with_an_offset_is_parsed(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var instant));
        Assert.Equal(expected, $"{instant:O}");
        Assert.Equal(instant, DateParser.Parse(text, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")));
        Assert.Equal(instant.UtcDateTime, InstantAttribute.Parse(text, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")));
        Assert.True(new InstantAttribute().IsValid(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-08-26")]
    [InlineData("2025-08-26T06:00:00")]
    [InlineData("2025-08-26T06:00Z")]
    [InlineData("2025-08-26 06:00:00Z")]
    [InlineData("2025-08-26T06:00:00 Z")]
    [InlineData(" 2025-08-26T06:00:00Z")]
    [InlineData("2025-08-26T06:00:00Z\n")]
    [InlineData("2025-08-26T06:00:00.Z")]
    [InlineData("2025-08-26T06:00:00,5Z")]
    [InlineData("2025-08-26T06:00:00.123456789012345678901234567890123456789Z")]
    [InlineData("2025-08-26T06:00:00+02")]
    [InlineData("2025-08-26T06:00:00+0200")]
    [InlineData("2025-08-26T06:00:00+02:60")]
    [InlineData("2025-08-26T06:00:00+14:01")]
    [InlineData("2025-08-26T24:00:00Z")]
    [InlineData("2025-08-26T06:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2025-13-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("12025-08-26T06:00:00Z")]
    [InlineData("٢٠٢٥-08-26T06:00:00Z")]
    [InlineData("20250826T060000Z")]
    public void Anything_else_is_rejected(string text) => Assert.False(Rfc3339.TryParse(text, out _));

    [Theory]
    [InlineData("8999-12-31T23:59:59.9999999Z", true)]
    [InlineData("9000-01-01T00:00:00Z", false)]
    public void Instants_of_documents_end_before_the_year_9000(string text, bool isStorable) => Assert.Equal(isStorable, InstantConverter.TryParse(text, out _));
}
