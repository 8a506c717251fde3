using System.Text;
using System.Text.Json;
using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Text;

public sealed class TermPrefilterTests
{
    [Theory]
    [InlineData("Zoë O’Brien's naïve façade was dying; it's the ﬁrst of 100 skies.")]
    [InlineData("Ties, lying, idly: happiest C3PO ran, I'm sure — “quoted” ‘words’ and a\u00a0space.")]
    [InlineData("日本の創業者 wrote ＦＵＬＬ width")]
    [InlineData("An ugly sky, every city's hurried copies; generously news_paper")]
    public void Finds_every_word_of_a_text_in_any_spelling(string text)
    {
        foreach (var word in Tokenizer.Tokenize(text).SelectMany(word => Tokenizer.SplitIdentifier(word.Text)))
        {
            var prefilter = new TermPrefilter([PorterStemmer.Stem(word)]);

            Assert.True(prefilter.MayContain(Encoding.UTF8.GetBytes(text)), word);
            Assert.True(prefilter.MayContain(Encoding.UTF8.GetBytes(text.ToUpperInvariant())), word);
            Assert.True(prefilter.MayContain(JsonSerializer.SerializeToUtf8Bytes(text)), $"{word}, escaped");
        }
    }

    [Fact]
    public void Rejects_a_text_without_the_words()
    {
        var text = "Plain words — “quoted” – and nothing else…"u8;

        Assert.False(new TermPrefilter(["founder", "stori"]).MayContain(text));
        Assert.True(new TermPrefilter(["founder", "quot"]).MayContain(text));
    }
}
