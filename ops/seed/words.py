"""What believable people, companies and deals are called."""

ENGLISH_FIRST = (
    "Amelia", "Oliver", "Grace", "Harry", "Olivia", "Jack", "Isla", "Leo", "Ava", "Noah", "Emily",
    "Oscar", "Sophie", "Arthur", "Lily", "Henry", "Ella", "Theo", "Freya", "Max", "Alice", "Ethan",
    "Nora", "Daniel", "Hannah", "Samuel", "Clara", "James", "Ruth", "Thomas",
)  # fmt: skip
ENGLISH_LAST = (
    "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel",
    "Robinson", "Wright", "Thompson", "Evans", "Walker", "White", "Roberts", "Green", "Hall",
    "Wood", "Harris", "Martin", "Jackson", "Clarke", "Lewis", "Turner", "Cooper", "Ward", "Hughes",
    "Moore", "Hill", "Baker", "Morris", "Khan", "Murphy", "Kelly", "Bennett", "Collins", "Shaw",
    "Foster", "Reid", "Grant", "Ellis", "Palmer", "Webb", "Holmes", "Hunt", "Fisher", "Barnes",
    "Knight", "Lloyd", "Butler", "Burke", "Dixon", "Fox", "Gibson", "Lane",
)  # fmt: skip
RUSSIAN_WOMEN = (
    "Анна", "Мария", "Елена", "Ольга", "Наталья", "Екатерина", "Татьяна", "Ирина", "Светлана",
    "Юлия", "Дарья", "Полина", "Алина", "Вера", "Ксения", "Марина", "Софья", "Надежда",
)  # fmt: skip
RUSSIAN_MEN = (
    "Александр", "Дмитрий", "Сергей", "Андрей", "Алексей", "Максим", "Иван", "Михаил", "Никита",
    "Павел", "Роман", "Артём", "Егор", "Кирилл", "Олег", "Илья", "Виктор", "Константин",
)  # fmt: skip
RUSSIAN_LAST = (  # each takes an а for a woman
    "Смирнов", "Иванов", "Кузнецов", "Попов", "Соколов", "Лебедев", "Козлов", "Новиков", "Морозов",
    "Петров", "Волков", "Соловьёв", "Васильев", "Зайцев", "Павлов", "Семёнов", "Голубев",
    "Виноградов", "Богданов", "Воробьёв", "Фёдоров", "Михайлов", "Беляев", "Тарасов", "Белов",
    "Комаров", "Орлов", "Киселёв", "Макаров", "Андреев", "Ковалёв", "Ильин", "Гусев", "Титов",
    "Кузьмин",
)  # fmt: skip
ENGLISH_COMPANY = (
    "Northgate", "Harbour", "Bluestone", "Fairview", "Silverline", "Oakfield", "Brightwater",
    "Meridian", "Kingsway", "Redwood", "Summit", "Lakeside", "Ironbridge", "Clearwater", "Highland",
    "Westbrook", "Ashford", "Beacon", "Cobalt", "Evergreen", "Foxglove", "Granite", "Hawthorn",
    "Juniper", "Keystone", "Lantern", "Maple", "Orchard",
)  # fmt: skip
ENGLISH_TRADE = (
    "Logistics", "Foods", "Systems", "Partners", "Textiles", "Engineering", "Media", "Health",
    "Energy", "Interiors", "Analytics", "Packaging",
)  # fmt: skip
RUSSIAN_COMPANY = (
    "Вектор", "Горизонт", "Север", "Меридиан", "Альянс", "Прогресс", "Рассвет", "Маяк", "Гранит",
    "Сфера", "Импульс", "Родник", "Созвездие", "Причал", "Берег", "Квадрат", "Истра", "Лоцман",
    "Атлант", "Заря",
)  # fmt: skip
RUSSIAN_TRADE = ("Строй", "Логистика", "Торг", "Проект", "Сервис", "Текстиль", "Мебель", "Агро")
ENGLISH_DEAL = (
    "Annual licence", "Website redesign", "Support contract", "Fleet renewal", "Onboarding package",
    "Data migration", "Office fit-out", "Marketing retainer", "Warehouse scanners", "Pilot project",
    "Training for 20 people", "Payroll rollout", "Security audit", "Cold storage upgrade",
)  # fmt: skip
RUSSIAN_DEAL = (
    "Годовая лицензия", "Поставка оборудования", "Договор поддержки", "Редизайн сайта",
    "Обучение команды", "Перенос данных", "Аудит безопасности", "Пилотный проект",
    "Ремонт офиса", "Складская система", "Рекламная кампания", "Продление подписки",
)  # fmt: skip
ENGLISH_TASK = (
    "Call back about the offer", "Send the revised quote", "Prepare the demo", "Ask for references",
    "Check the delivery date", "Follow up after the meeting", "Send the contract for signature",
    "Agree on the payment terms", "Book the site visit", "Update the requirements",
    "Share the case study", "Confirm the number of seats", "Chase the signed order",
    "Plan the kick-off",
)  # fmt: skip
RUSSIAN_TASK = (
    "Перезвонить по предложению", "Отправить договор на подпись", "Подготовить презентацию",
    "Уточнить сроки поставки", "Согласовать условия оплаты", "Назначить встречу",
    "Выслать обновлённую смету", "Напомнить о счёте", "Запросить реквизиты",
    "Собрать требования", "Договориться о выезде на объект", "Подготовить акт",
)  # fmt: skip
TASK_NOTES = (
    "", "", "", "", "Best before noon.", "They wait for two numbers from us.",
    "Спросить про второй филиал.", "Copy the finance team.",
)  # fmt: skip
LOST_REASONS = (
    "Too expensive", "Chose a competitor", "No budget this year", "Project cancelled",
    "No answer for two months",
)  # fmt: skip
NOTES = (
    "", "", "", "Prefers e-mail to calls.", "Met at the spring fair.", "Decides with the board.",
    "Просит звонить после обеда.", "Ask about the second site.",
)  # fmt: skip

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и":
    "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def is_russian(text: str) -> bool:
    return any(letter in _LATIN for letter in text.lower())


def latin(text: str) -> str:
    """As an address spells it: lower-case letters and digits, with dots between words."""
    spelled = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in spelled)
    return ".".join(kept.split())
