using System.Security.Cryptography;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Text;

/// <summary>Removes comments from the texts of a document, and derives its slug. Comments are never published.</summary>
internal static class StoryDocumentExtensions
{
    /// <summary>
    /// Returns the document without comments in its text members. Comments in the body are removed during rendering, which recognizes code.
    /// </summary>
    public static StoryDocument WithoutComments(this StoryDocument document) => document with
    {
        Title = CommentRemover.RemoveOrNullIfOnlyComments(document.Title) ?? "",
        Founder = document.Founder?.WithoutComments(),
        Byline = CommentRemover.RemoveOrNullIfOnlyComments(document.Byline),
        Dek = CommentRemover.RemoveOrNullIfOnlyComments(document.Dek),
        Topics = document.Topics.Select(CommentRemover.RemoveOrNullIfOnlyComments).OfType<string>().ToList(),
        Rights = document.Rights?.WithoutComments(),
        Image = document.Image?.WithoutComments(),
        Takeaways = document.Takeaways.Select(takeaway => takeaway with
        {
            Statement = CommentRemover.RemoveOrNullIfOnlyComments(takeaway.Statement) ?? "",
            Explanation = CommentRemover.RemoveOrNullIfOnlyComments(takeaway.Explanation),
        }).ToList(),
        Recommendations = document.Recommendations.Select(card => card with
        {
            Title = CommentRemover.RemoveOrNullIfOnlyComments(card.Title),
            Dek = CommentRemover.RemoveOrNullIfOnlyComments(card.Dek),
            Byline = CommentRemover.RemoveOrNullIfOnlyComments(card.Byline),
            Founder = card.Founder?.WithoutComments(),
            Image = card.Image?.WithoutComments(),
        }).ToList(),
    };

    /// <summary>
    /// Returns the given slug or, if it is missing, a slug derived from the title. If the title yields an empty slug, uses a digest of the
    /// title, so that importing the same document again finds its story.
    /// </summary>
    public static string GetSlug(this StoryDocument document) =>
        document.Slug ?? Slug.From(CommentRemover.Remove(document.Title)) switch
        {
            "" => $"story-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Title)))[..12]}",
            var slug => slug,
        };

    public static FounderDocument WithoutComments(this FounderDocument founder) => founder with
    {
        Name = CommentRemover.RemoveOrNullIfOnlyComments(founder.Name),
        Bio = CommentRemover.RemoveOrNullIfOnlyComments(founder.Bio),
        Image = founder.Image?.WithoutComments(),
    };

    public static Rights WithoutComments(this Rights rights) => rights with
    {
        License = CommentRemover.RemoveOrNullIfOnlyComments(rights.License),
        CopyrightHolder = CommentRemover.RemoveOrNullIfOnlyComments(rights.CopyrightHolder),
        Attribution = CommentRemover.RemoveOrNullIfOnlyComments(rights.Attribution?.Text) is { } text ? rights.Attribution! with { Text = text } : null,
    };

    public static Image WithoutComments(this Image image) => image with
    {
        Alt = CommentRemover.RemoveOrNullIfOnlyComments(image.Alt),
        Caption = CommentRemover.RemoveOrNullIfOnlyComments(image.Caption),
        Credit = CommentRemover.RemoveOrNullIfOnlyComments(image.Credit),
    };
}
