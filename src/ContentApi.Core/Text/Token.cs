namespace ContentApi.Core.Text;

/// <summary>
/// A normalized word of a text: lower case, without accents. In scripts without spaces, two neighbouring characters. The position refers
/// to the original text.
/// </summary>
internal readonly record struct Token(string Text, int Start, int Length);
