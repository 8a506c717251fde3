using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Text;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("The Quiet Bakery")]
    [InlineData("飞快的面包店 🙂 👩‍👩‍👧 e\u0301")]
    [InlineData("שלום\u200f, world")]
    [InlineData("می\u200cخواهم")]
    [InlineData("A \u2068שלום\u2069 B")]
    [InlineData("A \u2066one \u2067two\u2069\u2069 B \u2068\u2069")]
    public void Text_without_unsafe_characters_is_valid(string text)
    {
        Assert.Null(DisplayText.FindFault(text, isMultiline: false));
        Assert.Null(DisplayText.FindFault(text, isMultiline: true));
    }

    [Theory]
    [InlineData("A\u0000B")]
    [InlineData("A\u0007B")]
    [InlineData("\u001b[31mA")]
    [InlineData("A\u007f")]
    [InlineData("A\u0085B")]
    [InlineData("A\u009f")]
    [InlineData("A\u202aB\u202c")]
    [InlineData("A\u202bB")]
    [InlineData("A\u202cB")]
    [InlineData("A\u202dB")]
    [InlineData("A\u202eB")]
    [InlineData("A\u2066B")]
    [InlineData("A\u2067B")]
    [InlineData("A\u2068B\u2068C\u2069")]
    [InlineData("A\u2069B")]
    [InlineData("A\u2069\u2068B")]
    [InlineData("A\u2068B\u2069\u2069")]
    [InlineData(" ")]
    [InlineData("\u00a0\u3000")]
    [InlineData("\u200b\u200d\ufeff\u2060")]
    [InlineData("\u00ad\u034f\u061c\u180e")]
    [InlineData("\u115f\u1160\u3164\uffa0\u2800")]
    [InlineData("\u2068\u2069")]
    [InlineData("\ufe0f\U000e0020\U000e0100")]
    public void Unsafe_or_invisible_text_is_invalid(string text)
    {
        Assert.NotNull(DisplayText.FindFault(text, isMultiline: false));
        Assert.NotNull(DisplayText.FindFault(text, isMultiline: true));
    }

    [Theory]
    [InlineData("A\tB")]
    [InlineData("A\nB")]
    [InlineData("A\r\nB")]
    [InlineData("A\u2028B")]
    [InlineData("A\u2029B")]
    public void Only_multiline_text_has_tabs_and_line_breaks(string text)
    {
        Assert.Equal("must be a single line without tabs.", DisplayText.FindFault(text, isMultiline: false));
        Assert.Null(DisplayText.FindFault(text, isMultiline: true));
    }

    [Theory]
    [InlineData("plain.md", "plain.md")]
    [InlineData("a\u001b[31m\u202e.md\r", "a\\u001B[31m\\u202E.md\r")]
    public void Escape_makes_unsafe_characters_visible(string text, string expected) => Assert.Equal(expected, DisplayText.Escape(text));
}
