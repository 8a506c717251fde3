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
    public void Whatever_word_a_text_has_is_seen_in_it_however_it_is_written(string text)
    {
        foreach (var word in Tokenizer.Tokenize(text).SelectMany(word => Tokenizer.Parts(word.Text)))
        {
            var glance = new TermPrefilter([PorterStemmer.Stem(word)]);

            Assert.True(glance.MayHave(Encoding.UTF8.GetBytes(text)), word);
            Assert.True(glance.MayHave(Encoding.UTF8.GetBytes(text.ToUpperInvariant())), word);
            Assert.True(glance.MayHave(JsonSerializer.SerializeToUtf8Bytes(text)), $"{word}, escaped");
        }
    }

    [Fact]
    public void What_has_none_of_the_words_is_passed_over()
    {
        var text = "Plain words — “quoted” – and nothing else…"u8;

        Assert.False(new TermPrefilter(["founder", "stori"]).MayHave(text));
        Assert.True(new TermPrefilter(["founder", "quot"]).MayHave(text));
    }
}
