using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Text;

public sealed class ReadingLengthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("One, two – three.", 3)]
    [InlineData("don’t re-use it's", 3)]
    [InlineData("雷军的故事", 5)]
    [InlineData("Xiaomi 雷军 MIUI", 4)]
    [InlineData("สวัสดี", 4)]
    public void Counts_words(string text, int words) => Assert.Equal(words, ReadingLength.Measure(text).WordCount);

    [Theory]
    [InlineData("word ", 1, 1)]
    [InlineData("word ", 200, 1)]
    [InlineData("word ", 201, 2)]
    [InlineData("字", 400, 1)]
    [InlineData("字", 401, 2)]
    [InlineData("", 1, 1)]
    public void Computes_reading_minutes(string text, int times, int minutes) =>
        Assert.Equal(minutes, ReadingLength.Measure(string.Concat(Enumerable.Repeat(text, times))).ReadingMinutes);
}
