using ContentApi.Core.Text;
using FluentValidation;

namespace ContentApi.Publishing;

/// <summary>Validation rules that the members of documents share.</summary>
internal static class DocumentRules
{
    /// <summary>
    /// Requires text that PostgreSQL can store (no U+0000, no unpaired surrogate), of at most <paramref name="maxLength"/> characters.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int maxLength) =>
        rule.Must(text => text is null || text.Length <= maxLength || text.EnumerateRunes().Count() <= maxLength)
            .WithMessage($"can have at most {maxLength:N0} characters.")
            .Must(text => text is null || IsWellFormed(text))
            .WithMessage("must not contain U+0000 or unpaired surrogates.");

    /// <summary>Requires text on one line, safe to display and, unless it is empty, visible.</summary>
    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule, int maxLength) => rule.Text(maxLength).Displayable(isMultiline: false);

    /// <summary>Requires text on any number of lines, safe to display and, unless it is empty, visible.</summary>
    public static IRuleBuilderOptions<T, string?> Lines<T>(this IRuleBuilder<T, string?> rule, int maxLength) => rule.Text(maxLength).Displayable(isMultiline: true);

    /// <summary>Requires null, or a reason of 1 to 2,000 characters on any number of lines that is safe to display.</summary>
    public static IRuleBuilderOptions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Lines(2000).Must(reason => reason is not "").WithMessage("must not be empty.");

    /// <summary>Rejects null and an empty text. <see cref="DisplayText"/> rejects a text of spaces.</summary>
    public static IRuleBuilderOptions<T, string?> Required<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => !string.IsNullOrEmpty(text)).WithMessage("must not be empty.");

    private static IRuleBuilderOptions<T, string?> Displayable<T>(this IRuleBuilder<T, string?> rule, bool isMultiline) =>
        rule.Must(text => text is null || DisplayText.FindFault(text, isMultiline) is null)
            .WithMessage((_, text) => DisplayText.FindFault(text!, isMultiline)!);

    /// <summary>Requires a BCP 47 language tag of at most 35 characters, in any case.</summary>
    public static IRuleBuilderOptions<T, string?> LanguageTag<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(tag => tag is null || Core.Model.LanguageTag.IsWellFormed(tag)).WithMessage("must be a BCP 47 tag such as en or zh-Hant.");

    /// <summary>Requires an absolute http or https URL of at most 2,000 characters.</summary>
    public static IRuleBuilderOptions<T, string?> HttpUrl<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(url => url is null || (url.Length <= 2000 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            .WithMessage("must be an absolute http or https URL of at most 2,000 characters.");

    private static bool IsWellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return !text.Contains('\0');
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
