using System.Security.Cryptography;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Text;

/// <summary>Removes comments from the texts of documents. Comments are never published.</summary>
internal static class DocumentComments
{
    /// <summary>
    /// Returns the document without comments in its text members. Comments in the body are removed during rendering, which recognizes code.
    /// </summary>
    public static StoryDocument WithoutComments(this StoryDocument document) => document with
    {
        Title = CommentText.RemoveFrom(document.Title) ?? "",
        Founder = document.Founder?.WithoutComments(),
        Byline = CommentText.RemoveFrom(document.Byline),
        Dek = CommentText.RemoveFrom(document.Dek),
        Topics = document.Topics.Select(CommentText.RemoveFrom).OfType<string>().ToList(),
        License = CommentText.RemoveFrom(document.License),
        Image = document.Image?.WithoutComments(),
        Takeaways = document.Takeaways.Select(takeaway => takeaway with
        {
            Statement = CommentText.RemoveFrom(takeaway.Statement) ?? "",
            Explanation = CommentText.RemoveFrom(takeaway.Explanation),
        }).ToList(),
        Recommendations = document.Recommendations.Select(card => card with
        {
            Title = CommentText.RemoveFrom(card.Title),
            Dek = CommentText.RemoveFrom(card.Dek),
            Byline = CommentText.RemoveFrom(card.Byline),
            Founder = card.Founder?.WithoutComments(),
            Image = card.Image?.WithoutComments(),
            License = CommentText.RemoveFrom(card.License),
        }).ToList(),
    };

    /// <summary>
    /// Returns the slug of the story: the given one, or one derived from the title. A title without letters yields a digest, so that
    /// importing the same document again finds its story.
    /// </summary>
    public static string PublicName(this StoryDocument document) =>
        document.Slug ?? Slug.From(CommentText.Remove(document.Title)) switch
        {
            "" => $"story-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Title)))[..12]}",
            var slug => slug,
        };

    public static FounderDocument WithoutComments(this FounderDocument founder) =>
        founder with { Name = CommentText.RemoveFrom(founder.Name), Bio = CommentText.RemoveFrom(founder.Bio), Image = founder.Image?.WithoutComments() };

    public static Image WithoutComments(this Image image) =>
        image with { Alt = CommentText.RemoveFrom(image.Alt), Caption = CommentText.RemoveFrom(image.Caption), Credit = CommentText.RemoveFrom(image.Credit) };
}
