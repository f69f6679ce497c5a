namespace SmtpTls.Logs;

/// <summary>Members of the small enums as objects and names that are made once, so that counting a session allocates nothing.</summary>
internal static class BoxedEnums
{
    public static object Box<T>(T member)
        where T : struct, Enum => Known<T>.Boxes.TryGetValue(member, out object? box) ? box : member;

    public static string Of<T>(T member)
        where T : struct, Enum => Known<T>.Names.TryGetValue(member, out string? name) ? name : member.ToString();

    private static class Known<T>
        where T : struct, Enum
    {
#if NET
        private static readonly T[] Members = Enum.GetValues<T>();
#else
        private static readonly T[] Members = (T[])Enum.GetValues(typeof(T));
#endif

        public static readonly Dictionary<T, object> Boxes = Members.ToDictionary(member => member, member => (object)member);

        public static readonly Dictionary<T, string> Names = Members.ToDictionary(member => member, member => member.ToString());
    }
}
