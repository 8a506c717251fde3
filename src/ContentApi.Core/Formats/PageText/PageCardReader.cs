using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Reads the cards of "Continue Your Journey": title, founder, the title again, dek, read line. Passes lines that belong to no card to
/// `keep`.
/// </summary>
internal sealed class PageCardReader(IReadOnlyList<PageLine> lines, string ownSlug, List<Diagnostic> findings, Action<PageLine> keep)
{
    /// <summary>Maximum number of dek lines of a card. An unbounded search for the end of a card would take quadratic time.</summary>
    private const int MaxDekLines = 12;

    private readonly List<RecommendationDocument> cards = [];
    private readonly HashSet<string> slugs = new(StringComparer.Ordinal);

    /// <summary>Returns whether a card follows.</summary>
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

    /// <summary>Reads a card. Returns the index at which the next one may start, or null if there is no card here.</summary>
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

    /// <summary>Returns whether a title is here that is followed by its founder or by itself.</summary>
    private static bool IsCard(IReadOnlyList<PageLine> lines, int index) =>
        index + 1 < lines.Count
        && (SectionHeading.IsSame(lines[index].Text, lines[index + 1].Text)
            || (PagePatterns.IsFounder(lines[index + 1].Text, out var isSure)
                && (isSure || (index + 2 < lines.Count && SectionHeading.IsSame(lines[index].Text, lines[index + 2].Text)))));
}
