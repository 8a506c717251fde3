using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>The cards of "Continue Your Journey": title, founder, the title again, dek, read line. What is part of no card is handed back.</summary>
internal sealed class PageCardReader(IReadOnlyList<PageLine> lines, string ownSlug, List<Diagnostic> findings, Action<PageLine> keep)
{
    /// <summary>No card has more lines of dek; looking on and on for its end would take time that grows with the square of the page.</summary>
    private const int MaxDekLines = 12;

    private readonly List<RecommendationDocument> cards = [];
    private readonly HashSet<string> slugs = new(StringComparer.Ordinal);

    /// <summary>Whether anything below is a card.</summary>
    public static bool Follow(IReadOnlyList<PageLine> lines, int start)
    {
        for (var i = start; i < Math.Min(lines.Count, start + (2 * MaxDekLines)); i++)
        {
            if (IsCard(lines, i) || PagePatterns.IsReadLine(lines[i].Text, out _))
            {
                return true;
            }
        }

        return false;
    }

    public List<RecommendationDocument> Read(int start)
    {
        for (var at = start; at < lines.Count;)
        {
            if (at == start && PagePatterns.IsTagline(lines[at].Text) && !IsCard(lines, at))
            {
                at++;
            }
            else if (ReadCard(at) is { } next)
            {
                at = next;
            }
            else
            {
                findings.Add(Diagnostic.Warning(lines[at].Number, "this line belongs to no card; it is kept at the end of the body"));
                keep(lines[at++]);
            }
        }

        return cards;
    }

    /// <summary>Where the next card may start; null if here is none.</summary>
    private int? ReadCard(int at)
    {
        var title = lines[at];
        var next = at + 1;
        var founder = next < lines.Count && PagePatterns.IsFounder(lines[next].Text, out _) ? lines[next++].Text : null;
        var repeated = next < lines.Count && SectionHeading.IsSame(lines[next].Text, title.Text);
        next += repeated ? 1 : 0;

        List<string> dek = [];
        var (closed, minutes) = (false, (int?)null);
        while (next < lines.Count && !closed && dek.Count < MaxDekLines && !(next > at + 1 && IsCard(lines, next)))
        {
            closed = PagePatterns.IsReadLine(lines[next].Text, out minutes);
            if (!closed)
            {
                dek.Add(lines[next].Text);
            }

            next++;
        }

        var slug = Slug.From(title.Text);
        if (slug.Length == 0 || PagePatterns.IsReadLine(title.Text, out _) || (!repeated && !IsCard(lines, at) && (!closed || IsCard(lines, at + 1))))
        {
            return null;
        }

        if (slug == ownSlug || !slugs.Add(slug))
        {
            var words = string.Join(' ', new[] { title.Text, founder }.OfType<string>().Concat(dek));
            findings.Add(Diagnostic.Warning(title.Number, $"this card is left out: {(slug == ownSlug ? "it is this very story" : "the story is recommended above")}: {words}"));
            return next;
        }

        cards.Add(new()
        {
            Slug = slug,
            Title = title.Text,
            Dek = dek.Count == 0 ? null : string.Join("\n\n", dek),
            Founder = founder is null ? null : new() { Slug = founder },
            ReadingMinutes = minutes,
        });
        return next;
    }

    /// <summary>Whether a title with its founder or with itself again stands here.</summary>
    private static bool IsCard(IReadOnlyList<PageLine> lines, int index) =>
        index + 1 < lines.Count
        && (SectionHeading.IsSame(lines[index].Text, lines[index + 1].Text)
            || (PagePatterns.IsFounder(lines[index + 1].Text, out var isSure)
                && (isSure || (index + 2 < lines.Count && SectionHeading.IsSame(lines[index].Text, lines[index + 2].Text)))));
}
